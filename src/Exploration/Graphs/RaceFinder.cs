using System.Runtime.InteropServices;

namespace PhyrActors.Exploration;

/// <summary>Finds, for a delivery, the earlier ones in whose place it could have come.</summary>
/// <remarks>Two dependent deliveries race when the later one could have come first and no third lies between them in
/// happens-before. What keeps the later one back there (unstashed messages in front, a suspension, a timer that is due
/// earlier, a message of the runtime) is passed over when the earlier delivery is what brought it about.</remarks>
internal sealed class RaceFinder(RunGraph graph)
{
    private readonly List<int> _races = [];
    private readonly List<(ulong Timer, int Instead)> _cancelled = [];
    private ulong[] _covered = [];

    /// <summary>The events that race with this one, latest first; valid until the next call.</summary>
    public ReadOnlySpan<int> RacesWith(int index)
    {
        _races.Clear();
        CoverReady(index);
        if (graph.Touches(index).IsEmpty)
        {
            FindInMailbox(index);
        }
        else
        {
            FindAnywhere(index);
        }

        return CollectionsMarshal.AsSpan(_races);
    }

    /// <summary>Timers that might have fired and never did, since an actor's own deliveries cancelled them, each with
    /// the latest event in whose place it could have fired.</summary>
    public IReadOnlyList<(ulong Timer, int Instead)> CancelledTimers()
    {
        _cancelled.Clear();
        for (int index = 0; index < graph.Count; index++)
        {
            ref readonly RunGraph.Event here = ref graph[index];
            if (here.HeadTimer == 0)
            {
                continue;
            }

            ulong timer = here.HeadTimer;
            int known = _cancelled.FindIndex(cancelled => cancelled.Timer == timer);
            if (here.Delivery.Id == timer)
            {
                _cancelled.RemoveAll(cancelled => cancelled.Timer == timer);
            }
            else if (here.Held == Hold.None && !IsSystemPending(index, index))
            {
                (ulong, int) latest = (timer, index);
                if (known < 0)
                {
                    _cancelled.Add(latest);
                }
                else
                {
                    _cancelled[known] = latest;
                }
            }
        }

        return _cancelled;
    }

    /// <summary>What has to come before in any case: the cause, and what the same sender sent before.</summary>
    private void CoverReady(int index)
    {
        ref readonly RunGraph.Event later = ref graph[index];
        int words = (index >> 6) + 1;
        if (_covered.Length < words)
        {
            _covered = new ulong[words * 2];
        }

        _covered.AsSpan(0, words).Clear();
        Cover(later.Cause);
        if (later.Delivery.Kind != StepKind.Timer && !IsUnstashed(later))
        {
            Cover(later.PreviousOfChannel);
        }
    }

    private void FindInMailbox(int index)
    {
        for (int earlier = graph[index].PreviousOfActor; earlier >= 0; earlier = graph[earlier].PreviousOfActor)
        {
            JudgeInMailbox(earlier, index);
        }
    }

    /// <summary>Where footprints meet, any earlier event may be the one.</summary>
    private void FindAnywhere(int index)
    {
        for (int earlier = index - 1; earlier >= 0; earlier--)
        {
            if (graph[earlier].Actor == graph[index].Actor)
            {
                JudgeInMailbox(earlier, index);
            }
            else if (!IsCovered(earlier) && Dependence.Meet(graph.Touches(earlier), graph.Touches(index))
                && !IsBehindHeld(earlier, index))
            {
                Cover(earlier);
                _races.Add(earlier);
            }
        }
    }

    private void JudgeInMailbox(int earlier, int index)
    {
        ref readonly RunGraph.Event later = ref graph[index];
        if (IsCovered(earlier) || graph.Dependence.Commute(graph[earlier].Delivery, later.Delivery))
        {
            return;
        }

        if (IsOvertaking(earlier, later))
        {
            Cover(earlier);
        }
        else if (!IsHeldBefore(earlier, index))
        {
            Cover(earlier);
            _races.Add(earlier);
        }
    }

    /// <summary>Whether the earlier event led to a delivery at the later one's actor in whose place that one could not
    /// have come.</summary>
    private bool IsBehindHeld(int earlier, int index)
    {
        for (int at = graph[index].PreviousOfActor; at > earlier; at = graph[at].PreviousOfActor)
        {
            if (graph.Precedes(earlier, at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A message of the runtime whose sending the later message knows comes first.</summary>
    private bool IsOvertaking(int earlier, in RunGraph.Event later) =>
        graph[earlier].Delivery.Kind == StepKind.System && later.Delivery.Kind == StepKind.Message
        && Knows(later.Cause, graph[earlier].Cause);

    /// <summary>Whether the later one could not have been delivered in the state in which the earlier one
    /// was.</summary>
    private bool IsHeldBefore(int earlier, int index)
    {
        ref readonly RunGraph.Event there = ref graph[earlier];
        ref readonly RunGraph.Event later = ref graph[index];
        if (later.Delivery.Kind == StepKind.System)
        {
            return false;
        }

        bool behindOthers = IsUnstashed(later) ? IsUnstashed(there) : there.Held.HasFlag(Hold.Unstashed);
        bool behindTimer = later.Delivery.Kind == StepKind.Timer && there.HeadTimer != later.Delivery.Id;
        return behindOthers || behindTimer || there.Held.HasFlag(Hold.Suspended)
            || IsSystemPending(earlier, later.PreviousOfActor);
    }

    /// <summary>Whether a message of the runtime was waiting then whose sending the actor knew: one of those that came
    /// from then on until the other event.</summary>
    private bool IsSystemPending(int earlier, int until)
    {
        int before = graph[earlier].PreviousOfActor;
        for (int at = until; at >= earlier; at = graph[at].PreviousOfActor)
        {
            if (graph[at].Delivery.Kind == StepKind.System && Knows(before, graph[at].Cause))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an event, or the start, lies in the past of another, or is it.</summary>
    private bool Knows(int index, int cause) =>
        cause < 0 || (index >= 0 && (cause == index || graph.Precedes(cause, index)));

    /// <summary>It came from in front of all channels.</summary>
    private static bool IsUnstashed(in RunGraph.Event @event) =>
        @event.Delivery.Kind == StepKind.Message && @event.Held.HasFlag(Hold.Unstashed);

    private bool IsCovered(int index) => (_covered[index >> 6] >> (index & 63) & 1) != 0;

    private void Cover(int index)
    {
        if (index >= 0)
        {
            graph.AddPast(index, _covered);
        }
    }
}
