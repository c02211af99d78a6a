using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>A run written down event by event: who publishes it, and which events its step knows of.</summary>
internal sealed class History(IReadOnlyList<IMonitor> monitors, bool clocks = true) : IFindings
{
    private readonly Dictionary<int, int[]> _clocks = [];

    /// <summary>All oracles but I-36: histories of entries say nothing of the device's stop.</summary>
    public static History OfOracles(bool clocks = true) => new(
        [
            .. OracleList.Of(
                InvariantKind.Local | InvariantKind.Ordered | InvariantKind.Final, [new Phyr(default, 1UL << 40)])
                .Where(static oracle => oracle is not StopBeforeUnmapMonitor),
        ],
        clocks);

    public List<(string Invariant, string Text, Epoch Missing)> Findings { get; } = [];

    /// <summary>The invariants found broken, each once, in order.</summary>
    public string Broken => string.Join(' ', Findings.Select(found => found.Invariant).Distinct().Order());

    /// <summary>The actor's next step: after its own earlier ones and after those that caused it.</summary>
    public Step At(int actor, object @event, params ReadOnlySpan<Step> causes) => At(actor, 0, @event, causes);

    public Step At(int actor, long timeNanoseconds, object @event, params ReadOnlySpan<Step> causes)
    {
        int[] clock = _clocks.TryGetValue(actor, out int[]? own) ? [.. own] : new int[32];
        foreach (Step cause in causes)
        {
            for (int i = 0; i < clock.Length; i++)
            {
                clock[i] = Math.Max(clock[i], cause.Clock[i]);
            }
        }

        clock[actor]++;
        _clocks[actor] = clock;
        Step step = new(new Epoch(actor, clock[actor]), clock);
        foreach (IMonitor monitor in monitors.Where(monitor => monitor.Listens.Contains(@event.GetType())))
        {
            monitor.On(@event, new Stamp(step.Here, clocks ? clock : [], timeNanoseconds), this);
        }

        return step;
    }

    public History End()
    {
        foreach (IMonitor monitor in monitors)
        {
            monitor.AtQuiescence(this);
        }

        return this;
    }

    /// <summary>These monitors share nothing.</summary>
    public void Touch(Touch touch) => throw new NotSupportedException(touch.ToString());

    public void Report(string invariant, string text, Epoch missing = default, string? lacks = null) =>
        Findings.Add((invariant, text, missing));
}

internal sealed record Step(Epoch Here, int[] Clock);
