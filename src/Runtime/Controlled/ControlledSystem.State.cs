using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>What can be seen of a run between two of its steps.</summary>
public sealed partial class ControlledSystem
{
    /// <summary>The running step's time at its actor; between steps as <see cref="TimeNanoseconds"/>.</summary>
    public long StepTimeNanoseconds => _running?.Time ?? TimeNanoseconds;

    /// <summary>What an actor tells of its state; null when it is gone or tells nothing. Also after the run.</summary>
    public static IStateView? StateOf(IActorRef actor) =>
        actor is LocalActorRef { Cell: { IsTerminated: false, Actor: IStateView view } } ? view : null;

    /// <summary>A hash of the whole state: what every actor tells of itself, every message on its way, every timer;
    /// null when some actor does not tell all.</summary>
    /// <remarks>Messages count by class and text, so those of one text must mean the same. Two states with one hash go
    /// on alike.</remarks>
    public ulong? StateHash()
    {
        ulong hash = 0;
        for (int serial = 0; serial < _nodes.Count; serial++)
        {
            Node node = _nodes[serial];
            if (node.Cell is not { IsTerminated: false } cell || ReferenceEquals(cell, _guardian))
            {
                continue;
            }

            if (cell.Actor is not IStateView { TellsAll: true } view)
            {
                return null;
            }

            hash = SplitMix64.Mix(hash, HashOf(cell.Self));
            foreach (StateFact fact in view.State)
            {
                hash = SplitMix64.Mix(SplitMix64.Mix(hash, SplitMix64.Hash(fact.Name)), SplitMix64.Hash(fact.Value));
            }

            SplitMix64 next = node.Random;
            hash = SplitMix64.Mix(node.Timers.Mix(hash), next.Next());
        }

        return unchecked(hash + _nodes.HashMessages());
    }

    internal static ulong HashOf(IActorRef? actor) =>
        actor is null ? 0 : SplitMix64.Hash(actor.Path.ToStringWithoutAddress());
}
