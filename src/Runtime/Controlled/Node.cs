using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>What a controlled system keeps for one actor: channels, timers, clock, time, generator.</summary>
internal sealed class Node
{
    public const ulong ChoicesSalt = 0x63686F69636573;

    private Lane?[] _userFrom = [];
    private Lane?[] _systemFrom = [];
    private Dictionary<Type, long>? _costs;

    public Node(int serial)
    {
        Serial = serial;
        Front = new Lane(this, this, LaneKind.Front);
        TimerLane = new Lane(this, this, LaneKind.Timer);
    }

    /// <summary>The actor; null for the world outside.</summary>
    public ActorCell? Cell { get; private set; }

    /// <summary>A hash of the creating message and the ordinal of the creation in it.</summary>
    public ulong Identity { get; private set; }

    /// <summary>The order of creation in this run: an index into lanes, never into clocks.</summary>
    public int Serial { get; }

    /// <summary>Explored: the number of the step that made the actor; 0 for the world outside.</summary>
    public int CreatedIn { get; set; }

    /// <summary>The actor's place in clocks; -1 once a later actor has taken it over.</summary>
    public int Slot { get; set; }

    /// <summary>How many deliveries this slot has seen.</summary>
    public int Index { get; set; }

    public int[]? Clock { get; set; }

    /// <summary>Set for an actor with commuting messages, whose deliveries are not all ordered.</summary>
    public CommutingDeliveries? Commuting { get; set; }

    /// <summary>Explored: the actor's own time. Simulated: the start of its latest step.</summary>
    public long Time { get; set; }

    /// <summary>Simulated: until when the actor is occupied.</summary>
    public long BusyUntil { get; set; }

    public long Deliveries { get; set; }

    public int PendingSystem { get; set; }

    /// <summary>Some waiting messages may not be delivered now: suspended, unstashing, or a system message
    /// waits.</summary>
    public bool Restricted { get; set; }

    public Lane Front { get; }

    public Lane TimerLane { get; }

    public TimerList Timers { get; } = new();

    /// <summary>Simulated: the lanes that are not empty.</summary>
    public List<Lane> Filled { get; } = [];

    /// <summary>Simulated: the lane to deliver from next, and when.</summary>
    public Lane? Next { get; set; }

    public long NextTime { get; set; }

    public ulong NextTie { get; set; }

    public int HeapIndex { get; set; } = -1;

    /// <summary>Simulated: what messages cost here, as far as they were met.</summary>
    public Dictionary<Type, long> Costs => _costs ??= [];

    /// <summary>What the actor draws: the same whoever makes the choices.</summary>
    public SplitMix64 Random;

    /// <summary>Simulated: its choices.</summary>
    public SplitMix64 Choices;

    /// <summary>Makes this the place of another actor; what is left of an earlier run is empty.</summary>
    public void Begin(ActorCell? cell, ulong identity, int slot, ulong seed)
    {
        (Cell, Identity, Slot) = (cell, identity, slot);
        ulong own = SplitMix64.Mix(seed, identity);
        (Random, Choices) = (new SplitMix64(own), new SplitMix64(SplitMix64.Mix(own, ChoicesSalt)));
    }

    /// <summary>The run is over: the actor has no place any more.</summary>
    public void End()
    {
        if (Cell is { } cell)
        {
            (cell.Mailbox, Cell) = (null, null);
        }

        Timers.Clear();
        Filled.Clear();
        _costs?.Clear();
        (Clock, Commuting, Next) = (null, null, null);
        (CreatedIn, Index, Time, BusyUntil, Deliveries, PendingSystem) = (0, 0, 0, 0, 0, 0);
        (Restricted, NextTime, NextTie, HeapIndex) = (false, 0, 0, -1);
    }

    public Lane LaneFrom(Node sender, LaneKind kind)
    {
        Lane?[] lanes = kind == LaneKind.System ? _systemFrom : _userFrom;
        return (uint)sender.Serial < (uint)lanes.Length && lanes[sender.Serial] is { } lane
            ? lane
            : AddLane(sender, kind);
    }

    public ReadOnlySpan<Lane?> SystemLanes => _systemFrom;

    /// <summary>The lanes in which something waits; timers do not.</summary>
    public IEnumerable<Lane> WaitingLanes() => _systemFrom
        .Append(Front)
        .Concat(_userFrom)
        .Where(static lane => lane is { Count: > 0 })
        .Select(static lane => lane!);

    /// <summary>Whether nothing waits for this actor.</summary>
    public bool IsDrained()
    {
        foreach (Lane? lane in _userFrom)
        {
            if (lane is { Count: > 0 })
            {
                return false;
            }
        }

        return PendingSystem == 0 && Front.Count == 0;
    }

    private Lane AddLane(Node sender, LaneKind kind)
    {
        ref Lane?[] lanes = ref (kind == LaneKind.System ? ref _systemFrom : ref _userFrom);
        if (sender.Serial >= lanes.Length)
        {
            Array.Resize(ref lanes, Math.Max(sender.Serial + 1, lanes.Length * 2));
        }

        return lanes[sender.Serial] = new Lane(sender, this, kind);
    }
}
