using static PhyrActors.Actors.PcieFabricProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Posted writes keep their order, completions ride behind them, a relaxed write is exempt.</summary>
public sealed class OrderingTests : FabricFixture
{
    [Fact]
    public void A_read_is_answered_when_all_its_pieces_have_landed()
    {
        long number = Request(Read(tag: 8, lengthBytes: 128));
        Translated(number, 0x8000);
        Translated(number, 0x20000);
        (PhysicalMemoryProtocol.Access one, PhysicalMemoryProtocol.Access other) = (Arrived(), Arrived());
        Land(other);
        ExpectNoMsg(100);

        Land(one);

        ExpectMsg(new ReadCompleted(8, Errno.None));
    }

    [Fact]
    public void A_write_is_answered_by_nothing()
    {
        Translated(Request(Write()), 0x8000);

        Land(Arrived());

        ExpectNoMsg(100);
    }

    [Fact]
    public void The_unit_hears_of_every_piece_that_landed()
    {
        Translated(Request(Write()), 0x8000, stamp: 12);

        Land(Arrived());

        Iommu.ExpectMsg(new IommuProtocol.Landed(12));
    }

    [Fact]
    public void A_write_that_is_translated_early_waits_for_the_one_before_it()
    {
        long first = Request(Write(1));
        long second = Request(Write(2));
        Translated(second, 0x20000);
        Memory.ExpectNoMsg(100);

        Translated(first, 0x8000);

        Assert.Equal(new PhysAddr(0x8000), Arrived().Phys);
        Assert.Equal(new PhysAddr(0x20000), Arrived().Phys);
    }

    [Fact]
    public void A_write_waits_for_all_pieces_of_the_one_before_it()
    {
        long first = Request(Write(1, lengthBytes: 128));
        long second = Request(Write(2));
        Translated(first, 0x8000);
        Translated(second, 0x20000);
        Arrived();
        Memory.ExpectNoMsg(100);

        Translated(first, 0x9000);

        Assert.Equal(new PhysAddr(0x9000), Arrived().Phys);
        Assert.Equal(new PhysAddr(0x20000), Arrived().Phys);
    }

    [Fact]
    public void A_write_of_another_device_does_not_wait()
    {
        Request(Write(1));
        long other = Request(Write(2) with { Requester = Near.Index });

        Translated(other, 0x20000);

        Assert.Equal(new PhysAddr(0x20000), Arrived().Phys);
    }

    [Fact]
    public void A_relaxed_write_passes_those_before_it()
    {
        Request(Write(1));
        long relaxed = Request(Write(2, relaxed: true));

        Translated(relaxed, 0x20000);

        Assert.Equal(new PhysAddr(0x20000), Arrived().Phys);
    }

    [Fact]
    public void Nothing_waits_for_a_relaxed_write()
    {
        Request(Write(1, relaxed: true));
        long second = Request(Write(2));
        Translated(second, 0x20000);
        Land(Arrived());

        Interrupt("done");

        Driver.ExpectMsg("done");
    }

    [Fact]
    public void A_completion_rides_behind_the_writes_before_it()
    {
        Translated(Request(Write()), 0x8000);
        PhysicalMemoryProtocol.Access access = Arrived();
        Interrupt("done");
        Driver.ExpectNoMsg(100);

        Land(access);

        Driver.ExpectMsg("done");
    }

    [Fact]
    public void A_completion_does_not_wait_for_writes_after_it()
    {
        Translated(Request(Write(1)), 0x8000);
        PhysicalMemoryProtocol.Access first = Arrived();
        Interrupt("done");
        Request(Write(2));

        Land(first);

        Driver.ExpectMsg("done");
    }

    [Fact]
    public void Completions_keep_their_order()
    {
        Translated(Request(Write(1)), 0x8000);
        Interrupt("first");
        Interrupt("second");
        Translated(Request(Write(2)), 0x9000);
        Interrupt("third");
        (PhysicalMemoryProtocol.Access one, PhysicalMemoryProtocol.Access two) = (Arrived(), Arrived());

        Land(two);
        Land(one);

        Driver.ExpectMsg("first");
        Driver.ExpectMsg("second");
        Driver.ExpectMsg("third");
    }

    [Fact]
    public void A_completion_without_writes_goes_at_once()
    {
        Interrupt("done");

        Driver.ExpectMsg("done");
    }

    [Fact]
    public void A_read_that_faults_is_answered_with_an_error()
    {
        Fault(Request(Read(tag: 8)));

        ExpectMsg(new ReadCompleted(8, Errno.EIO));
    }

    [Fact]
    public void A_read_that_faults_in_the_middle_is_answered_when_the_rest_has_landed()
    {
        long number = Request(Read(tag: 8, lengthBytes: 128));
        Translated(number, 0x8000);
        Fault(number);
        PhysicalMemoryProtocol.Access piece = Arrived();
        ExpectNoMsg(100);

        Land(piece);

        ExpectMsg(new ReadCompleted(8, Errno.EIO));
    }

    [Fact]
    public void A_write_that_faults_lets_go_what_waits_for_it()
    {
        long first = Request(Write(1));
        long second = Request(Write(2));
        Translated(second, 0x20000);
        Interrupt("done");

        Fault(first);
        Land(Arrived());

        Driver.ExpectMsg("done");
    }

    [Fact]
    public void A_completion_behind_nothing_but_a_faulted_write_goes_on()
    {
        long number = Request(Write());
        Interrupt("done");

        Fault(number);

        Driver.ExpectMsg("done");
    }

    [Fact]
    public void What_a_write_translated_before_its_fault_still_lands_in_order_so_that_no_wait_hangs()
    {
        long first = Request(Write(1));
        long second = Request(Write(2, lengthBytes: 128));
        Translated(second, 0x20000, stamp: 7);
        Fault(second);
        Translated(first, 0x8000, stamp: 6);
        Land(Arrived());
        PhysicalMemoryProtocol.Access held = Arrived();
        Interrupt("done");
        Driver.ExpectNoMsg(100);

        Land(held);

        Assert.Equal((7, new PhysAddr(0x20000)), (held.Stamp, held.Phys));
        Iommu.ExpectMsg(new IommuProtocol.Landed(6));
        Iommu.ExpectMsg(new IommuProtocol.Landed(7));
        Driver.ExpectMsg("done");
    }
}
