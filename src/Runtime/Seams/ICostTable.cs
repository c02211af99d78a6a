namespace PhyrActors.Seams;

/// <summary>What deliveries, work and channels cost in simulated time.</summary>
public interface ICostTable
{
    /// <summary>Nanoseconds for which a delivery occupies its receiver.</summary>
    long MessageNanoseconds(Type receiver, Type message);

    /// <summary>Nanoseconds of one unit of the work row <paramref name="row"/>.</summary>
    double WorkNanoseconds(string row);

    /// <summary>Nanoseconds that a message is on its way.</summary>
    long LatencyNanoseconds(Type sender, Type receiver);

    /// <summary>The largest share by which one message's cost strays from its row, either way, in <c>[0,
    /// 1)</c>.</summary>
    double Jitter { get; }

    /// <summary>The probability that a choice at <paramref name="site"/> is not the plain one; 0 for sites not
    /// named.</summary>
    double Probability(string site);
}
