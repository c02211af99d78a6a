using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>What acts against pins asks again and again, one request at a time, until it is told to end.</summary>
public sealed class PinEnvironmentTests : TestKit
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    /// <summary>How long an attempt is waited for: many intervals, since real threads wait for a processor,
    /// too.</summary>
    private static readonly TimeSpan s_patience = 20 * s_interval;

    private readonly TestProbe _asked;
    private readonly PageAim _aim = new(SmallProcess.At(0), 16 * Pfn.FrameSizeBytes, Around.Drawing(3, 5).Choices);

    public PinEnvironmentTests() => _asked = CreateTestProbe();

    [Fact]
    public void Stores_of_the_process_fault_pages_in_for_writing() => Asks(
        Props.Create(() => new CpuEnvironment(_asked.Ref, _aim, s_interval)),
        new Populate(SmallProcess.At(3), Write: true));

    [Fact]
    public void Folios_are_split() => Asks(
        Props.Create(() => new SplitEnvironment(_asked.Ref, _aim, s_interval)),
        new OperateAt(SmallProcess.At(3), RmapOperation.Split));

    [Fact]
    public void Pages_are_swapped_out() => Asks(
        Props.Create(() => new ReclaimEnvironment(_asked.Ref, _aim, s_interval)),
        new OperateAt(SmallProcess.At(3), RmapOperation.Reclaim));

    [Fact]
    public void Memory_fails() => Asks(
        Props.Create(() => new MemoryFailureEnvironment(_asked.Ref, _aim, s_interval)),
        new OperateAt(SmallProcess.At(3), RmapOperation.Fail));

    [Theory]
    [InlineData(3, 2, 2)]
    [InlineData(3, 3, 4)]
    public void Two_pages_are_merged_that_are_not_the_same(int kept, int drawn, int other)
    {
        PageAim aim = new(
            SmallProcess.At(0), 16 * Pfn.FrameSizeBytes, Around.Drawing((ulong)kept, (ulong)drawn).Choices);

        Asks(
            Props.Create(() => new KsmEnvironment(_asked.Ref, aim, s_interval)),
            new Merge(SmallProcess.At((ulong)kept), SmallProcess.At((ulong)other)));
    }

    [Fact]
    public void A_page_is_given_up() => Asks(
        Props.Create(() => new MadviseEnvironment(_asked.Ref, _aim, s_interval)),
        new Zap(SmallProcess.At(3), Pfn.FrameSizeBytes, Unmap: false));

    [Fact]
    public void Dirty_pages_of_a_file_are_written_back() => Asks(
        Props.Create(() => new WritebackEnvironment(
            _asked.Ref, new FileAim(1, 8, Around.Drawing(3).Choices), s_interval)),
        new WriteBack(new FilePage(1, 3)));

    [Fact]
    public void A_hole_is_punched_and_then_the_file_is_cut_and_grows_again()
    {
        FileAim aim = new(1, 8, Around.Drawing(3, 5).Choices);
        ActorOf(Props.Create(() => new TruncateEnvironment(_asked.Ref, aim, s_interval)));

        Assert.Equal(new PunchHole(1, 3, 1), _asked.ExpectMsg<PunchHole>(s_patience));
        _asked.Reply(new Truncated(1, Errno.None));
        Assert.Equal(new Truncate(1, 5), _asked.ExpectMsg<Truncate>(s_patience));
        _asked.Reply(new Truncated(1, Errno.None));
        Assert.Equal(new Truncate(1, 8), _asked.ExpectMsg<Truncate>());
    }

    [Fact]
    public void The_process_execs() =>
        Asks(Props.Create(() => new ExecEnvironment(_asked.Ref, s_interval)), new GupPinnerProtocol.Exec());

    [Fact]
    public void Accesses_are_made_to_fault() => Asks(
        Props.Create(() => new NumaHintEnvironment(_asked.Ref, _aim, s_interval)), new HintNuma(SmallProcess.At(3)));

    [Theory]
    [InlineData(Errno.None)]
    [InlineData(Errno.EEXIST)]
    public void A_page_is_moved_away_and_back_or_goes(Errno errno)
    {
        VirtAddr elsewhere = SmallProcess.At(600);
        ActorOf(Props.Create(() => new MremapEnvironment(_asked.Ref, _aim, elsewhere, s_interval)));
        Assert.Equal(
            new Mremap(SmallProcess.At(3), Pfn.FrameSizeBytes, elsewhere), _asked.ExpectMsg<Mremap>(s_patience));
        _asked.Reply(new Mremapped(elsewhere, Errno.None));
        Assert.Equal(SmallProcess.At(3), _asked.ExpectMsg<Mremap>().To);

        _asked.Reply(new Mremapped(SmallProcess.At(3), errno));

        if (errno != Errno.None)
        {
            Assert.Equal(elsewhere, _asked.ExpectMsg<Zap>().Start);
            _asked.Reply(new Zapped(elsewhere, Errno.None));
        }

        Assert.Equal(SmallProcess.At(5), _asked.ExpectMsg<Mremap>(s_patience).From);
    }

    [Fact]
    public void A_page_is_given_up_and_another_moved_there()
    {
        ActorOf(Props.Create(() => new UserfaultEnvironment(_asked.Ref, _aim, s_interval)));
        Zap zap = _asked.ExpectMsg<Zap>(s_patience);

        _asked.Reply(new Zapped(zap.Start, Errno.None));

        Assert.Equal(new UserfaultMove(SmallProcess.At(3), zap.Start), _asked.ExpectMsg<UserfaultMove>());
    }

    [Fact]
    public void The_process_exits_once()
    {
        ActorOf(Props.Create(() => new ExitEnvironment(_asked.Ref, s_interval)));

        _asked.ExpectMsg<GupPinnerProtocol.EndProcess>(s_patience);

        _asked.ExpectNoMsg(3 * s_interval);
    }

    [Fact]
    public void A_machine_ages_until_so_many_blocks_are_taken_and_a_refusal_does_not_count()
    {
        IChoices choices = Around.Drawing(700).Choices;
        ActorOf(Props.Create(() => new AgeingEnvironment(_asked.Ref, 1024, 1, choices, s_interval)));
        _asked.ExpectMsg<HoldBack>(s_patience);
        _asked.Reply(new HeldBack(new Pfn(700), Errno.EBUSY));
        _asked.ExpectMsg<HoldBack>(s_patience);

        _asked.Reply(new HeldBack(new Pfn(700), Errno.None));

        _asked.ExpectNoMsg(3 * s_interval);
    }

    [Fact]
    public void A_page_is_unmapped_and_mapped_again()
    {
        ActorOf(Props.Create(() => new MunmapEnvironment(
            _asked.Ref,
            _aim,
            static at => new Mmap(at, Pfn.FrameSizeBytes, SmallProcess.Anonymous),
            s_interval)));
        Zap zap = _asked.ExpectMsg<Zap>(s_patience);

        _asked.Reply(new Zapped(zap.Start, Errno.None));

        Mmap mmap = _asked.ExpectMsg<Mmap>();
        Assert.Equal((true, zap.Start, Pfn.FrameSizeBytes), (zap.Unmap, mmap.Start, mmap.LengthBytes));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_block_of_memory_is_emptied(bool offline)
    {
        IChoices choices = Around.Drawing(700).Choices;
        ActorOf(offline
            ? Props.Create(() => new OfflineEnvironment(_asked.Ref, TestActor, 1024, choices, s_interval))
            : Props.Create(() => new CompactionEnvironment(_asked.Ref, TestActor, 1024, choices, s_interval)));

        Evacuate evacuate = _asked.ExpectMsg<Evacuate>(s_patience);

        Assert.Equal((new Pfn(700), offline), (evacuate.Frame, evacuate.Offline));
    }

    [Fact]
    public void Nothing_is_asked_while_an_answer_is_outstanding()
    {
        IActorRef environment = ActorOf(Props.Create(() => new SplitEnvironment(_asked.Ref, _aim, s_interval)));
        _asked.ExpectMsg<OperateAt>(s_patience);
        _asked.ExpectNoMsg(3 * s_interval);

        environment.Tell(new OperationDone(RmapOperation.Split, Errno.EAGAIN));

        Assert.Equal(SmallProcess.At(5), _asked.ExpectMsg<OperateAt>(s_patience).At);
    }

    [Fact]
    public void Nothing_is_asked_after_the_end()
    {
        IActorRef environment = ActorOf(Props.Create(() => new SplitEnvironment(_asked.Ref, _aim, s_interval)));

        environment.Tell(new EnvironmentProtocol.EndEnvironment());

        _asked.ExpectNoMsg(3 * s_interval);
    }

    private void Asks(Props props, object expected)
    {
        ActorOf(props);

        object asked = _asked.ReceiveOne(s_patience)!;

        Assert.Equal(expected, asked);
    }
}
