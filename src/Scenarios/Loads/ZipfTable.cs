namespace PhyrActors.Scenarios;

/// <summary>Numbers from 0 whose frequency falls with a power of their rank.</summary>
internal sealed class ZipfTable
{
    private const ulong Resolution = 1UL << 53;

    private readonly ulong[] _cumulative;

    public ZipfTable(int count, double exponent)
    {
        double[] weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            weights[i] = Math.Pow(i + 1, -exponent);
        }

        double total = weights.Sum();
        double sum = 0;
        _cumulative = Array.ConvertAll(weights, weight => (ulong)((sum += weight) / total * Resolution));
    }

    public int Pick(IChoices choices)
    {
        int index = Array.BinarySearch(_cumulative, choices.Draw(Resolution));
        return Math.Min(index < 0 ? ~index : index + 1, _cumulative.Length - 1);
    }
}
