using System.Diagnostics.CodeAnalysis;

namespace PhyrActors.Runtime;

/// <summary>Knows what waits in a controlled system, and decides what comes next.</summary>
internal abstract class Agenda
{
    /// <summary>An empty lane got a message, or a timer list its first timer.</summary>
    public abstract void Filled(Lane lane);

    /// <summary>A lane's last message was taken.</summary>
    public abstract void Emptied(Lane lane);

    /// <summary>What may be delivered to this actor, or when, has changed.</summary>
    public abstract void Changed(Node node);

    /// <summary>Takes the lane to deliver from; false when nothing can be delivered.</summary>
    public abstract bool TryPick([NotNullWhen(true)] out Lane? lane);

    /// <summary>Whether the lane's head may be delivered while its receiver is restricted.</summary>
    protected static bool IsDeliverable(Lane lane)
    {
        Node node = lane.To;
        if (!node.Restricted || lane.Kind == LaneKind.System)
        {
            return true;
        }

        if (node.Cell is { IsSuspended: true, IsTerminated: false })
        {
            return false;
        }

        bool behindFront = lane.Kind != LaneKind.Front && node.Front.Count > 0;
        return !behindFront && (node.PendingSystem == 0 || !IsOvertaken(lane));
    }

    /// <summary>System messages have causal priority: one that was sent in the causal past of the message, or of the
    /// actor, comes first.</summary>
    private static bool IsOvertaken(Lane lane)
    {
        int[]? actorClock = lane.To.Clock;
        int[]? messageClock = lane.Kind == LaneKind.Timer ? null : lane.Head.Clock;
        foreach (Lane? system in lane.To.SystemLanes)
        {
            if (system is not { Count: > 0 })
            {
                continue;
            }

            int sender = system.From.Slot;
            int sentAt = system.Head.SentAt;
            if (actorClock is null || sender <= 0 || Knows(actorClock, sender, sentAt)
                || (messageClock is not null && Knows(messageClock, sender, sentAt)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Knows(int[] clock, int sender, int sentAt) => sender < clock.Length && clock[sender] >= sentAt;
}
