using static PhyrActors.Actors.PhysicalMemoryProtocol;

namespace PhyrActors.Actors;

/// <summary>RAM and BARs as a record of who wrote which bytes last: the witness of use after free and lost
/// writes.</summary>
public sealed class PhysicalMemory : ReceiveActor
{
    private readonly ByteIntervals _written = new();
    private readonly Surroundings _surroundings;

    public PhysicalMemory(Surroundings surroundings)
    {
        _surroundings = surroundings;
        Receive<Access>(OnAccess);
        Receive<HandOver>(OnHandOver);
        Receive<Copy>(OnCopy);
    }

    private void OnAccess(Access access)
    {
        if (access.Write)
        {
            _written.Write(access.Phys, access.LengthBytes, access.Requester);
        }

        _surroundings.Work.Spend("memory.byte", (long)access.LengthBytes);
        Context.System.EventStream.Publish(new AccessLanded(
            access.Requester, access.Domain, access.Iova, access.Phys, access.LengthBytes, access.Write));
        Sender.Tell(new Landed(access.Request, access.Stamp, access.LengthBytes));
    }

    private void OnHandOver(HandOver handOver)
    {
        foreach (FrameBlock block in handOver.Blocks.Span)
        {
            _written.HandOver(block.Head.Address, block.LengthBytes);
            Context.System.EventStream.Publish(new FramesHandedOver(block));
        }

        Sender.Tell(new HandedOver(handOver.Ticket));
    }

    private void OnCopy(Copy copy)
    {
        _written.Copy(copy.From, copy.To, copy.LengthBytes);
        _surroundings.Work.Spend("swiotlb.byte", (long)copy.LengthBytes);
        Sender.Tell(new Copied(copy.Ticket));
    }
}
