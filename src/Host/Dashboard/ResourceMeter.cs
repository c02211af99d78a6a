using System.Diagnostics;

namespace PhyrActors.Host;

/// <summary>What a command took of the machine.</summary>
internal readonly record struct ResourceUse(double WallSeconds, double CpuSeconds, long PeakRssBytes);

/// <summary>Measures from its making on.</summary>
internal sealed class ResourceMeter
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _cpuStart = Environment.CpuUsage.TotalTime;

    public double WallSeconds => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    public ResourceUse Read()
    {
        using Process self = Process.GetCurrentProcess();
        return new ResourceUse(
            WallSeconds, (Environment.CpuUsage.TotalTime - _cpuStart).TotalSeconds, self.PeakWorkingSet64);
    }
}
