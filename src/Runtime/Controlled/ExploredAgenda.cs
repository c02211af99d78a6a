using System.Diagnostics.CodeAnalysis;
using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>Lets a schedule pick among the heads of all channels.</summary>
internal sealed class ExploredAgenda : Agenda, IEnabledSteps
{
    private ISchedule? _schedule;
    private readonly List<Lane> _filled = [];
    private readonly List<Lane> _deliverable = [];
    private List<Lane> _offered = [];
    private int _restricted;

    public int Count => _offered.Count;

    public ulong Id(int index)
    {
        Lane lane = _offered[index];
        return lane.Kind == LaneKind.Timer ? lane.To.Timers.Head.NextId : lane.Head.Id;
    }

    public PendingStep Pending(int index)
    {
        Lane lane = _offered[index];
        int cause = lane.Kind == LaneKind.Timer ? lane.To.Timers.Head.Cause : lane.Head.Cause;
        return new PendingStep(
            Id(index), ControlledSystem.KindOf(lane), lane.To.Serial, lane.From.Serial, lane.Number, cause);
    }

    public StepView View(int index) => ControlledSystem.ViewOf(_offered[index]);

    public void Begin(ISchedule schedule) => _schedule = schedule;

    /// <summary>The run is over.</summary>
    public void Clear()
    {
        _filled.Clear();
        _deliverable.Clear();
        (_schedule, _offered, _restricted) = (null, _filled, 0);
    }

    public override void Filled(Lane lane)
    {
        lane.Slot = _filled.Count;
        _filled.Add(lane);
    }

    public override void Emptied(Lane lane)
    {
        Lane last = _filled[^1];
        _filled[lane.Slot] = last;
        last.Slot = lane.Slot;
        _filled.RemoveAt(_filled.Count - 1);
        lane.Slot = -1;
    }

    public override void Changed(Node node)
    {
    }

    /// <summary>Keeps count of the actors whose lanes need a closer look.</summary>
    public void RestrictionChanged(bool restricted) => _restricted += restricted ? 1 : -1;

    public override bool TryPick([NotNullWhen(true)] out Lane? lane)
    {
        _offered = _restricted == 0 ? _filled : Deliverable();
        int picked = _offered.Count == 0 ? -1 : _schedule!.Pick(this);
        lane = picked < 0 ? null : _offered[picked];
        return lane is not null;
    }

    private List<Lane> Deliverable()
    {
        _deliverable.Clear();
        foreach (Lane lane in _filled)
        {
            if (IsDeliverable(lane))
            {
                _deliverable.Add(lane);
            }
        }

        return _deliverable;
    }
}
