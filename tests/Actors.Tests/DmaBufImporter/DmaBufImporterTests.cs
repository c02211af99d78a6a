using static PhyrActors.Actors.DmaBufProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>The driver of a device that imports a dma-buf.</summary>
public sealed class DmaBufImporterTests : TestKit
{
    private const int Device = 1;

    private static readonly MapPlan s_byIova = PlanOf(new DmaRange(new Iova(0x8000), Pfn.FrameSizeBytes));
    private static readonly MapPlan s_byBus = PlanOf(new DmaRange(new BusAddr(0x1_0000), Pfn.FrameSizeBytes));

    private readonly TestProbe _buffer;
    private readonly TestProbe _engine;

    public DmaBufImporterTests() => (_buffer, _engine) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    [Trait("row", "U5")]
    public void A_revocation_unmaps_when_the_device_has_given_its_key_up()
    {
        StartMapped(s_byIova, Around.Plain);
        long key = _engine.ExpectMsg<DmaEngineProtocol.ProgramKey>().Key;
        _engine.Reply(new DmaEngineProtocol.KeyProgrammed(key));

        _buffer.Reply(new InvalidateMappings(1));
        _engine.ExpectMsg(new DmaEngineProtocol.DestroyKey(key));
        _buffer.ExpectNoMsg(50);
        _engine.Reply(new DmaEngineProtocol.KeyDestroyed(key));

        _buffer.ExpectMsg(new Unmap(Device));
    }

    [Theory]
    [InlineData(Mutation.None, false)]
    [InlineData(Mutation.B54, true)]
    [Trait("row", "U5")]
    public void A_revocation_waits_until_the_region_is_made(Mutation defect, bool isUnmappedAtOnce)
    {
        StartMapped(s_byIova, Around.With(defect));
        _engine.ExpectMsg<DmaEngineProtocol.ProgramKey>();

        _buffer.Reply(new InvalidateMappings(1));

        if (isUnmappedAtOnce)
        {
            _buffer.ExpectMsg(new Unmap(Device));
        }
        else
        {
            _buffer.ExpectNoMsg(50);
            _engine.Reply(new DmaEngineProtocol.KeyProgrammed(1));
            _engine.ExpectMsg(new DmaEngineProtocol.DestroyKey(1));
        }
    }

    [Fact]
    [Trait("row", "U5")]
    public void By_bus_address_a_revocation_waits_for_every_access_under_way()
    {
        StartMapped(s_byBus, Around.Plain, accessAfter: TimeSpan.FromMilliseconds(20));
        long operation = _engine.ExpectMsg<DmaEngineProtocol.PostPeer>().Operation;
        _buffer.Reply(new InvalidateMappings(1));
        _buffer.ExpectNoMsg(50);

        _engine.Reply(new DmaEngineProtocol.WorkCompleted(operation, Errno.None));

        _buffer.ExpectMsg(new Unmap(Device));
    }

    private static MapPlan PlanOf(DmaRange entry) => MapPlan.Of(new RangeDma([entry]));

    private void StartMapped(MapPlan plan, Surroundings around, TimeSpan? accessAfter = null)
    {
        TimeSpan never = TimeSpan.FromHours(1);
        DmaBufImporterSettings settings = new(
            Device,
            1,
            4,
            _buffer.Ref,
            Pfn.FrameSizeBytes,
            _engine.Ref,
            accessAfter ?? never,
            Pfn.FrameSizeBytes,
            never);
        ActorOf(Props.Create(() => new DmaBufImporter(settings, around)));
        _buffer.ExpectMsg(new Attach(Device));
        _buffer.Reply(new Attached(1, Errno.None));
        _buffer.ExpectMsg<Map>();
        _buffer.Reply(new Mapped(1, plan));
    }
}
