namespace PhyrActors.Exploration;

/// <summary>Where a run of PCT lowers a priority: d - 1 places, drawn uniformly.</summary>
internal sealed class ChangePoints
{
    /// <summary>The largest depth that is drawn.</summary>
    public const int DepthMax = 5;

    // In proportion to 1/d for d from 1 to 5.
    private static readonly int[] s_weights = [60, 30, 20, 15, 12];

    private readonly long[] _points;

    /// <param name="random">Draws.</param>
    /// <param name="depth">d; null to draw it.</param>
    /// <param name="length">How many places there are; 0 when nobody knows: then a length is drawn too.</param>
    public ChangePoints(ref SplitMix64 random, int? depth, long length)
    {
        _points = new long[(depth ?? DrawDepth(ref random)) - 1];
        long places = length > 0 ? length : 4L << random.Below(8);
        for (int i = 0; i < _points.Length; i++)
        {
            _points[i] = 1 + (long)random.Below((ulong)places);
        }
    }

    /// <summary>The number of the change point at this place, from 1, which is then spent; 0 when there is
    /// none.</summary>
    public int Take(long place)
    {
        int found = Array.IndexOf(_points, place);
        if (found >= 0)
        {
            _points[found] = 0;
        }

        return found + 1;
    }

    private static int DrawDepth(ref SplitMix64 random)
    {
        int drawn = random.Below(137);
        int depth = 1;
        while (drawn >= s_weights[depth - 1])
        {
            drawn -= s_weights[depth - 1];
            depth++;
        }

        return depth;
    }
}
