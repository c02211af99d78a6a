using System.Numerics;

namespace PhyrActors.Scenarios;

/// <summary>Durations by size: 32 equal buckets for each power of two, so that a percentile is off by at most 1.6 %.</summary>
/// <remarks>Unit: nanoseconds of virtual time. Log-linear buckets as in G. Tene's HdrHistogram. Recording allocates
/// nothing.</remarks>
public sealed class LatencyHistogram
{
    private const int BucketsLog2 = 5;
    private const int Buckets = 1 << BucketsLog2;

    private readonly long[] _counts = new long[(64 - BucketsLog2) * Buckets];

    public long Count { get; private set; }

    /// <summary>The largest duration, exactly; 0 when there is none.</summary>
    public long MaxNanoseconds { get; private set; }

    public void Record(long nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        _counts[BucketOf(nanoseconds)]++;
        Count++;
        MaxNanoseconds = Math.Max(MaxNanoseconds, nanoseconds);
    }

    /// <summary>The duration that a share of all durations does not pass; 0 when there is none.</summary>
    /// <param name="share">In <c>[0, 1]</c>.</param>
    public long Percentile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        long wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (int bucket = 0; bucket < _counts.Length; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted)
            {
                return Math.Min(MiddleOf(bucket), MaxNanoseconds);
            }
        }

        return 0;
    }

    /// <summary>Values below 64 have buckets of their own; above, the top six bits choose.</summary>
    private static int BucketOf(long value)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)value) - BucketsLog2);
        return (shift << BucketsLog2) + (int)(value >> shift);
    }

    private static long MiddleOf(int bucket)
    {
        int shift = Math.Max(0, (bucket >> BucketsLog2) - 1);
        long first = (long)(bucket - (shift << BucketsLog2)) << shift;
        return first + ((1L << shift) >> 1);
    }
}
