using PhyrActors.Exploration;

namespace PhyrActors.Host.Tests;

/// <summary>A store whose file may not grow: SQLite then complains as it does of a full disk.</summary>
public sealed class SoakJournalTests : IDisposable
{
    private readonly Session _session = new();
    private readonly StringWriter _error = new();
    private readonly SoakStore _store;
    private readonly SoakJournal _journal;

    public SoakJournalTests()
    {
        SoakHeader header = new("small", "seed = 1", string.Empty, "1", SoakMode.Simulated);
        _store = SoakStore.Create(_session.PathOf("soak.db"), header, SoakBudget.None);
        _journal = new SoakJournal(_store, _error, 1);
    }

    public void Dispose()
    {
        _store.Dispose();
        _error.Dispose();
        _session.Dispose();
    }

    [Fact]
    public void A_full_disk_is_told_once_and_the_soak_goes_on()
    {
        _store.LimitPages(1);

        AddFindings(1, 300);

        Assert.Contains("the disk is full", _journal.Trouble, StringComparison.Ordinal);
        string line = Assert.Single(_error.ToString().TrimEnd().Split('\n'));
        Assert.EndsWith("the disk is full: the soak goes on, and writes when it can", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_lost_when_a_full_disk_has_room_again()
    {
        _store.LimitPages(1);
        AddFindings(1, 300);
        _store.LimitPages(100_000);

        AddFindings(301, 301);

        Assert.Null(_journal.Trouble);
        Assert.Equal(301, _store.Read().Findings().Count);
        Assert.EndsWith("can be written again; nothing was lost\n", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_full_disk_keeps_out_is_not_taken_for_written_in_the_end()
    {
        _store.LimitPages(1);
        AddFindings(1, 300);

        _journal.End(new SoakLedger(SoakBudget.None, 1, 1, null).Snapshot(300, toKeep: true), "over");

        Assert.NotNull(_journal.Trouble);
        Assert.Equal(300, _store.Read().Findings().Count + _journal.Unwritten.Count);
    }

    [Fact]
    public void A_finding_that_gets_a_trace_stays_one_finding()
    {
        SoakFinding found = FindingOf(1);

        _journal.Add(found);
        _journal.Add(found with { TraceFile = "found.phyrtrace", Remark = string.Empty });

        Assert.Equal("found.phyrtrace", Assert.Single(_store.Read().Findings()).TraceFile);
    }

    private void AddFindings(int first, int last)
    {
        for (int seed = first; seed <= last; seed++)
        {
            _journal.Add(FindingOf((ulong)seed));
        }
    }

    private static SoakFinding FindingOf(ulong seed)
    {
        Finding finding = new("I-1", new string('x', 200), 1, "/user/GupPinner", "Pin", null);
        return new SoakFinding(seed, 1.5, finding, null, "no trace");
    }
}
