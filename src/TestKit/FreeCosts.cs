using PhyrActors.Seams;

namespace PhyrActors.Testing;

/// <summary>Nothing costs time: in a test only timers do.</summary>
internal sealed class FreeCosts : ICostTable
{
    public double Jitter => 0;

    public long MessageNanoseconds(Type receiver, Type message) => 0;

    public double WorkNanoseconds(string row) => 0;

    public long LatencyNanoseconds(Type sender, Type receiver) => 0;

    public double Probability(string site) => 0;
}
