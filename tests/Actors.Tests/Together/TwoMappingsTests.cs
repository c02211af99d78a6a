using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Folios that two processes map, and what needs all mappings gone.</summary>
[Trait("row", "G10")]
public sealed class TwoMappingsTests : TestKit
{
    private const int File = 5;

    [Fact]
    public void A_page_of_a_file_that_two_processes_map_moves_for_a_pin_for_long_and_both_see_the_new_one()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable).AddFile(File, 1);
        Pfn movable = process.Cache(File, 0);
        ProcessCast cast = new(this, process);
        IActorRef child = ForkAndTouch(cast);

        Pfn frame = Pfn.Of(Pin(cast)[0].Start);

        Touch(child);
        Touch(cast.Space);
        Assert.NotEqual(movable, frame);
        Assert.Equal((MemoryZone.Normal, 2), (process.FolioOf(frame).Zone, process.FolioOf(frame).MapCount));
        Assert.False(process.Folios.TryFind(movable, out _));
    }

    [Fact]
    public void A_pinned_page_of_a_file_that_two_processes_map_does_not_move()
    {
        SmallProcess process = new SmallProcess().AddFile(File, 1);
        ProcessCast cast = new(this, process);
        ForkAndTouch(cast);
        Pfn frame = Pfn.Of(Pin(cast)[0].Start);

        cast.Space.Tell(new MigrateAt(SmallProcess.At(0)));

        ExpectMsg(new MigrationDone(Errno.EAGAIN));
        Assert.Equal((2, false), (process.FolioOf(frame).MapCount, process.FolioOf(frame).Has(FolioFlags.Locked)));
    }

    [Fact]
    public void Without_memory_a_page_of_a_file_stays_where_it_is_and_is_faulted_in_again()
    {
        SmallProcess process = SmallProcess.InZones(MemoryZone.Movable).AddFile(File, 1);
        Pfn movable = process.Cache(File, 0);
        ProcessCast cast = new(this, process);
        process.ExhaustNormal();
        IActorRef child = ForkAndTouch(cast);

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Pfn.FrameSizeBytes, FollFlags.Longterm | FollFlags.Write));

        Assert.Equal(Errno.ENOMEM, ExpectMsg<PinRefused>().Errno);
        Touch(child);
        Touch(cast.Space);
        Assert.Equal(2, process.FolioOf(movable).MapCount);
    }

    private IActorRef ForkAndTouch(ProcessCast cast)
    {
        Touch(cast.Space);
        cast.Space.Tell(new Fork(8));
        IActorRef child = ExpectMsg<Forked>().Child;
        Touch(child);
        return child;
    }

    private void Touch(IActorRef space)
    {
        space.Tell(new Populate(SmallProcess.At(0), Write: true));
        Assert.Equal(Errno.None, ExpectMsg<Populated>().Errno);
    }

    private RangeCpu Pin(ProcessCast cast)
    {
        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), Pfn.FrameSizeBytes, FollFlags.Longterm | FollFlags.Write));
        return ExpectMsg<Pinned>().Range;
    }
}
