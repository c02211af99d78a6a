using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-3, judged when table pages are released.</summary>
internal sealed class TableLifetimeMonitor : IOracle
{
    private readonly SortedDictionary<(int Domain, ulong Frame), Unlinked> _unlinked = [];
    private readonly Dictionary<(int Domain, long Batch), List<Unlinked>> _batches = [];

    public string Invariant => TableLifetime.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(TablesUnlinked), typeof(InvalidationSubmitted), typeof(InvalidationCompleted), typeof(TablesReleased),
    ];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case TablesUnlinked unlinked:
                foreach (FreedTable table in unlinked.Tables.Span)
                {
                    _unlinked[(unlinked.Domain, table.Frame.Value)] = new Unlinked(unlinked.Range, stamp.Here);
                }

                break;
            case InvalidationSubmitted { Hint: InvalidationHint.AllLevels } submitted when _unlinked.Count > 0:
                Submit(submitted, stamp);
                break;
            case InvalidationCompleted completed:
                Complete(completed, stamp);
                break;
            case TablesReleased released:
                Release(released, stamp, findings);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void Submit(InvalidationSubmitted submitted, in Stamp stamp)
    {
        List<Unlinked> covered = [];
        foreach (((int domain, ulong _), Unlinked table) in _unlinked)
        {
            if (domain == submitted.Domain && table.TrySubmit(submitted.Ranges.Span, stamp))
            {
                covered.Add(table);
            }
        }

        if (covered.Count > 0)
        {
            _batches[(submitted.Domain, submitted.Batch)] = covered;
        }
    }

    private void Complete(InvalidationCompleted completed, in Stamp stamp)
    {
        if (_batches.Remove((completed.Domain, completed.Batch), out List<Unlinked>? covered))
        {
            foreach (Unlinked table in covered)
            {
                table.Complete(stamp);
            }
        }
    }

    private void Release(TablesReleased released, in Stamp stamp, IFindings findings)
    {
        foreach (FreedTable table in released.Tables.Span)
        {
            if (_unlinked.Remove((released.Domain, table.Frame.Value), out Unlinked? unlinked))
            {
                findings.Report(
                    TableLifetime.OfRelease(released.Domain, table.Frame, unlinked.Range, unlinked.StepIn(stamp)),
                    unlinked.MissingIn(stamp));
            }
        }
    }

    /// <summary>A table page that left its table, and how far the invalidation that it needs has come.</summary>
    private sealed class Unlinked(IovaRange range, Epoch here)
    {
        private Epoch _submitted;
        private Epoch _completed;

        public IovaRange Range => range;

        public bool TrySubmit(ReadOnlySpan<FlushRange> flushes, in Stamp stamp)
        {
            bool covers = false;
            foreach (FlushRange flush in flushes)
            {
                covers |= flush.Range.Start <= range.Start && range.Last <= flush.Range.Last;
            }

            covers &= _completed.Index == 0 && stamp.Follows(here);
            _submitted = covers ? stamp.Here : _submitted;
            return covers;
        }

        public void Complete(in Stamp stamp) => _completed = _completed.Index == 0 ? stamp.Here : _completed;

        public RemovalStep StepIn(in Stamp stamp) =>
            !stamp.Follows(here) ? RemovalStep.None
            : _submitted.Index == 0 || !stamp.Follows(_submitted) ? RemovalStep.Cleared
            : _completed.Index == 0 || !stamp.Follows(_completed) ? RemovalStep.Submitted
            : RemovalStep.Completed;

        public Epoch MissingIn(in Stamp stamp) => StepIn(stamp) switch
        {
            RemovalStep.None => here,
            RemovalStep.Cleared => _submitted,
            RemovalStep.Submitted => _completed,
            _ => default,
        };
    }
}
