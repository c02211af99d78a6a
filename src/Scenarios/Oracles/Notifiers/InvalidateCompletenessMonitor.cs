using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-24, judged when a driver returns from its notifier, and when it maps a page.</summary>
/// <param name="reach">Stands before this in the list of monitors.</param>
internal sealed class InvalidateCompletenessMonitor(Reach reach) : IOracle
{
    /// <summary>What each notifier's driver has mapped, by address.</summary>
    private readonly SortedDictionary<(long Notifier, VirtAddr At), long> _mapped = [];

    /// <summary>Invalidations that a driver has returned from and that may not be over.</summary>
    private readonly List<Returned> _returned = [];

    public string Invariant => InvalidateCompleteness.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(NotifierPageMapped), typeof(NotifierPageReleased), typeof(InvalidationAnswered),
        typeof(InvalidationEnded),
    ];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case NotifierPageMapped mapped:
                JudgeMap(mapped, stamp, findings);
                _mapped[(mapped.Notifier, mapped.At)] = mapped.Keeper;
                break;
            case NotifierPageReleased released:
                _mapped.Remove((released.Notifier, released.At));
                break;
            case InvalidationAnswered { Done: true } answered:
                JudgeReturn(answered, stamp, findings);
                _returned.Add(new Returned(answered, stamp.Here.Actor));
                break;
            case InvalidationEnded ended:
                End(ended.Invalidation, stamp.Here);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void JudgeReturn(InvalidationAnswered answered, in Stamp stamp, IFindings findings)
    {
        foreach (((long notifier, VirtAddr at), long keeper) in _mapped)
        {
            if (notifier == answered.Notifier && answered.Range.Contains(at)
                && reach.PinOf(keeper)?.LatestWindow is { IsFinished: false } window)
            {
                (ulong first, ulong end) = window.PagesOf(0, window.Chunks);
                RemovalStep step = window.StepIn(first, end, stamp, out _, out Epoch missing);
                findings.Report(InvalidateCompleteness.OfReturn(notifier, at, step), missing);
                Epoch landing = window.Landed?.MissingIn(stamp, 0, window.Chunks) ?? default;
                findings.Report(InvalidateCompleteness.OfReturn(notifier, at, landing.Index == 0), landing);
            }
        }
    }

    private void JudgeMap(NotifierPageMapped mapped, in Stamp stamp, IFindings findings)
    {
        for (int i = _returned.Count - 1; i >= 0; i--)
        {
            Returned one = _returned[i];
            bool isOver = one.End.Index != 0 && stamp.Follows(one.End);
            if (isOver && one.Driver == stamp.Here.Actor)
            {
                // Whatever its driver maps from now on, for whatever notifier, follows it too.
                _returned.RemoveAt(i);
            }
            else if (one.Answer.Notifier == mapped.Notifier && one.Answer.Range.Contains(mapped.At))
            {
                findings.Report(InvalidateCompleteness.OfMap(mapped.Notifier, mapped.At, isOver), one.End);
            }
        }
    }

    private void End(long invalidation, Epoch step)
    {
        foreach (Returned one in _returned)
        {
            if (one.Answer.Invalidation == invalidation)
            {
                one.End = step;
            }
        }
    }

    private sealed class Returned(InvalidationAnswered answer, int driver)
    {
        public InvalidationAnswered Answer { get; } = answer;

        /// <summary>The actor that answered.</summary>
        public int Driver { get; } = driver;

        /// <summary>The step in which the invalidation was over; index 0 before.</summary>
        public Epoch End { get; set; }
    }
}
