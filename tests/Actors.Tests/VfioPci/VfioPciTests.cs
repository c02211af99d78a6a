using static PhyrActors.Actors.DmaBufProtocol;
using static PhyrActors.Actors.PcieFabricProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>The exporter of a BAR: what it has taken back before what.</summary>
public sealed class VfioPciTests : TestKit
{
    private const int Function = 4;

    private readonly TestProbe _buffer;
    private readonly TestProbe _fabric;

    public VfioPciTests() => (_buffer, _fabric) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    [Trait("row", "U5")]
    public void A_reset_takes_the_buffer_back_first_and_lends_it_again_when_the_function_answers()
    {
        Start(resets: 1);

        _buffer.ExpectMsg<Revoke>();
        _fabric.ExpectNoMsg(50);
        SwitchOff();
        _fabric.ExpectMsg(new SwitchMemoryOn(Function));
        _buffer.ExpectNoMsg(50);
        _fabric.Reply(new MemoryOn(Function));

        _buffer.ExpectMsg<Restore>();
    }

    [Fact]
    [Trait("row", "U5")]
    public void A_close_takes_back_once_more_what_is_revoked_already()
    {
        Start(resets: 0);
        _buffer.ExpectMsg<Revoke>();
        SwitchOff();

        _buffer.ExpectMsg<Revoke>();
        SwitchOff();

        _buffer.ExpectNoMsg(50);
    }

    private void Start(int resets)
    {
        TimeSpan soon = TimeSpan.FromMilliseconds(1);
        VfioPciSettings settings = new(Function, _buffer.Ref, _fabric.Ref, resets, soon, soon);
        ActorOf(Props.Create(() => new VfioPci(settings)));
    }

    private void SwitchOff()
    {
        _buffer.Reply(new Revoked(1));
        _fabric.ExpectMsg(new SwitchMemoryOff(Function));
        _fabric.Reply(new MemoryOff(Function));
    }
}
