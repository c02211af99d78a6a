using System.Runtime.InteropServices;
using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>Follows one simulated world: its class, the sites of its choices, and where it is now, for whoever wonders
/// why it does not come on.</summary>
internal class WorldWatch : IStepObserver
{
    private readonly ClassHash _classes = new();
    private readonly Dictionary<string, (long Asked, long Taken)> _sites = [];
    private long _steps;
    private string? _stuckIn;
    private StepView _step;

    public ulong ClassHash => _classes.Value;

    /// <summary>Steps so far; safe to read from another thread.</summary>
    public long Steps => Volatile.Read(ref _steps);

    /// <summary>The running step in words: for another thread to ask once the count of steps stands still.</summary>
    public string Here => _stuckIn ??= _step.Receiver is IActorRef actor
        ? $"{actor.Path.ToStringWithoutAddress()} handles {_step.Message.GetType().Name}"
        : "before the first step";

    /// <summary>By name of the site, those that were asked.</summary>
    public IReadOnlyList<SiteCount> Sites() =>
    [
        .. _sites.OrderBy(static site => site.Key, StringComparer.Ordinal)
            .Select(static site => new SiteCount(site.Key, site.Value.Asked, site.Value.Taken)),
    ];

    public virtual void OnStep(in StepView step)
    {
        _step = step;
        _classes.OnStep(step);
        Volatile.Write(ref _steps, _steps + 1);
    }

    public void OnChoice(string site, int count, int chosen)
    {
        _classes.OnChoice(chosen);
        ref (long Asked, long Taken) counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_sites, site, out _);
        counts = (counts.Asked + 1, counts.Taken + (chosen == 0 ? 0 : 1));
    }

    public void OnPublished(in StepView step, in Stamp stamp, object @event)
    {
    }

    public void OnFailure(in StepView step, Exception cause)
    {
    }
}
