using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class PinCoversReachMonitorTests
{
    private readonly History _history = History.OfOracles();
    private readonly Mapping _mapping;

    public PinCoversReachMonitorTests() => _mapping = new Mapping(_history);

    [Fact]
    public void A_mapping_that_is_used_and_torn_down_in_order_is_right()
    {
        Step landed = _mapping.Landed(1, _mapping.Translated(1, _mapping.SetUp()));

        _mapping.TearDown(landed);

        Assert.Empty(_history.End().Findings);
    }

    [Fact]
    public void Many_lives_of_one_window_and_pin_are_right()
    {
        Step last = _mapping.SetUp();
        for (int life = 0; life < 5; life++)
        {
            last = _mapping.SetUp(_mapping.TearDown(_mapping.Landed(2, _mapping.Translated(2, last))));
        }

        _mapping.TearDown(last);

        Assert.Empty(_history.End().Findings);
    }

    [Fact]
    public void Giving_frames_back_without_knowing_that_an_access_landed_is_found_though_it_had()
    {
        Step posted = _mapping.SetUp();
        Step landed = _mapping.Landed(1, posted);

        _mapping.Unpinned(_mapping.Freed(_mapping.Invalidated(_mapping.Cleared(posted))));

        Assert.Contains(_history.Findings, found => found.Invariant == "I-1" && found.Missing == landed.Here);
    }

    [Fact]
    public void An_access_that_lands_after_its_frames_were_given_back_is_found()
    {
        Step posted = _mapping.SetUp();
        _mapping.Unpinned(_mapping.Freed(_mapping.Invalidated(_mapping.Cleared(posted))));

        _mapping.Landed(1, posted);

        Assert.Equal("I-1 I-2", _history.Broken);
    }

    [Fact]
    public void An_access_that_lands_after_its_pin_ended_is_found()
    {
        Step posted = _mapping.SetUp();
        _mapping.TearDown(posted);

        _mapping.Landed(1, posted);

        Assert.Equal("I-1 I-2", _history.Broken);
    }

    [Fact]
    public void Giving_frames_back_before_the_entries_are_cleared_is_found()
    {
        Step unpinned = _mapping.Unpinned(_mapping.SetUp());

        _mapping.Freed(_mapping.Invalidated(_mapping.Cleared(unpinned)));

        Assert.Equal("I-1", _history.Broken);
    }

    [Fact]
    public void Giving_frames_back_before_the_invalidation_is_submitted_is_found()
    {
        Step unpinned = _mapping.Unpinned(_mapping.Cleared(_mapping.SetUp()));

        _mapping.Freed(_mapping.Invalidated(unpinned));

        Assert.Equal("I-1", _history.Broken);
    }

    [Fact]
    public void Giving_frames_back_before_the_invalidation_completes_is_found()
    {
        Step cleared = _mapping.Cleared(_mapping.SetUp());
        Step submitted = _mapping.Submitted(
            Mapping.DomainActor, _mapping.Window, FlushSide.Unmap, out long batch, cleared);
        Step unpinned = _mapping.Unpinned(submitted);

        _mapping.Freed(_mapping.Completed(submitted, Mapping.DomainActor, batch, unpinned));

        Assert.Equal("I-1", _history.Broken);
    }

    [Fact]
    public void Giving_frames_back_without_knowing_of_the_completion_is_found_though_it_was_there()
    {
        Step posted = _mapping.SetUp();
        Step cleared = _mapping.Cleared(posted);
        Step submitted = _mapping.Submitted(
            Mapping.DomainActor, _mapping.Window, FlushSide.Unmap, out long batch, cleared);
        Step completed = _mapping.Completed(submitted, Mapping.Stranger, batch);

        _mapping.Unpinned(submitted);

        Assert.Contains(_history.Findings, found => found.Invariant == "I-1" && found.Missing == completed.Here);
    }

    [Fact]
    public void Giving_back_some_chunks_asks_nothing_of_the_others()
    {
        Step posted = _mapping.SetUp();
        Step cleared = _mapping.Cleared(0, 2, posted);
        Step invalidated = _mapping.Invalidated(_mapping.RangeOfChunks(0, 2), FlushSide.Unmap, cleared);
        _mapping.Landed(3, posted);

        _mapping.Unpinned(Mapping.Folios, 0, 2, invalidated);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void Giving_back_one_chunk_too_many_is_found()
    {
        Step cleared = _mapping.Cleared(0, 2, _mapping.SetUp());
        Step invalidated = _mapping.Invalidated(_mapping.RangeOfChunks(0, 2), FlushSide.Unmap, cleared);

        _mapping.Unpinned(Mapping.Folios, 0, 3, invalidated);

        Assert.Equal("I-1", _history.Broken);
    }

    [Theory]
    [InlineData(KeeperKind.Reference, "reference 7 gave frames back")]
    [InlineData(KeeperKind.Writeback, "writeback 7 gave frames back")]
    public void Another_keeper_than_a_pin_that_goes_before_the_mapping_is_found(KeeperKind kind, string text)
    {
        Step taken = _history.At(Mapping.Folios, new KeeperTaken(7, kind));
        Step posted = _mapping.Posted(_mapping.Synced(_mapping.Written(_mapping.Allocated(taken))));

        _history.At(Mapping.Folios, new KeeperReleased(7), _mapping.Cleared(posted));

        Assert.Equal("I-1", _history.Broken);
        Assert.Contains(text, _history.Findings[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KeeperKind.Reference)]
    [InlineData(KeeperKind.Writeback)]
    public void Another_keeper_than_a_pin_may_go_once_nothing_translates(KeeperKind kind)
    {
        Step taken = _history.At(Mapping.Folios, new KeeperTaken(7, kind));
        Step posted = _mapping.Posted(_mapping.Synced(_mapping.Written(_mapping.Allocated(taken))));
        Step landed = _mapping.Landed(1, _mapping.Translated(1, posted));

        _history.At(Mapping.Folios, new KeeperReleased(7), _mapping.Invalidated(_mapping.Cleared(landed)));

        Assert.DoesNotContain(_history.Findings, static found => found.Invariant == "I-1");
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "I-1")]
    public void What_is_mapped_without_a_keeper_is_the_kernels_own(bool isTaken, string broken)
    {
        if (isTaken)
        {
            _history.At(Mapping.Folios, new KernelFrameTaken(new Pfn(0x200)));
        }

        RangeCpuBuilder builder = new();
        builder.AppendRun(new Pfn(0x200), 1);

        _history.At(
            Mapping.Table, new EntriesWritten(Mapping.Domain, new Iova(0x5000), 4096, -1, builder.Build(), 0, 1));

        Assert.Equal(broken, _history.Broken);
    }

    [Fact]
    public void An_access_to_ram_that_nothing_maps_is_found()
    {
        AccessLanded landed = new(9, Mapping.Domain, new Iova(0x5000), new PhysAddr(0x9000), 64, Write: true);

        _history.At(Mapping.Memory, landed);

        Assert.Equal("I-1", _history.Broken);
    }

    [Theory]
    [InlineData(Mapping.Domain, 1UL << 41)]
    [InlineData(-1, 0x9000UL)]
    public void An_access_beside_ram_or_beside_every_domain_is_not_judged(int domain, ulong phys)
    {
        AccessLanded landed = new(9, domain, new Iova(0x5000), new PhysAddr(phys), 64, Write: true);

        _history.At(Mapping.Memory, landed);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void Mapping_frames_that_were_never_pinned_is_found()
    {
        _mapping.Written();

        Assert.Equal("I-1", _history.Broken);
    }

    [Fact]
    public void Mapping_frames_that_were_given_back_is_found()
    {
        Step unpinned = _mapping.Unpinned(_mapping.Pinned());

        _mapping.Written(unpinned);

        Assert.Equal("I-1", _history.Broken);
    }

    [Fact]
    public void Memory_of_the_kernels_own_needs_no_pin()
    {
        Mapping ring = new(_history, pin: -1, chunks: 1);
        _history.At(Mapping.Folios, new KernelFrameTaken(new Pfn(0x200)));
        _history.At(Mapping.Folios, new KernelFrameTaken(new Pfn(0x201)));
        Step written = ring.Written();

        ring.Landed(0, written);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void An_access_through_an_entry_of_an_earlier_life_is_found()
    {
        Step posted = _mapping.SetUp();
        Step freed = _mapping.Freed(_mapping.Invalidated(_mapping.Cleared(posted)));
        Mapping next = new(_history, pin: 8, frame: 0x400);
        next.SetUp(freed);

        _mapping.Landed(1, posted);

        Assert.Equal("I-2", _history.Broken);
    }

    [Fact]
    public void Giving_frames_back_without_knowing_of_an_access_of_an_earlier_life_is_found()
    {
        Step posted = _mapping.SetUp();
        Step freed = _mapping.Freed(_mapping.Invalidated(_mapping.Cleared(posted)));
        new Mapping(_history, pin: 8, frame: 0x400).SetUp(freed);
        _mapping.Landed(1, posted);

        _mapping.Unpinned(freed);

        Assert.Equal("I-1 I-2", _history.Broken);
    }

    [Fact]
    public void Without_clocks_the_order_of_the_run_is_judged()
    {
        History history = History.OfOracles(clocks: false);
        Mapping mapping = new(history);
        Step posted = mapping.SetUp();

        mapping.Landed(1, mapping.Unpinned(posted));

        Assert.Equal("I-1", history.Broken);
    }

    [Fact]
    public void Without_clocks_a_right_order_passes_though_nobody_knew()
    {
        History history = History.OfOracles(clocks: false);
        Mapping mapping = new(history);
        Step posted = mapping.SetUp();
        mapping.Landed(1);

        mapping.TearDown(posted);

        Assert.Empty(history.End().Findings);
    }
}
