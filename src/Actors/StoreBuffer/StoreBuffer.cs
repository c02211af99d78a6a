namespace PhyrActors.Actors;

/// <summary>The stores of one CPU on their way to memory (<c>cpu.store-buffer</c>): they land in the order in which
/// they were made, each as late as a schedule likes.</summary>
/// <remarks>Two channels make the buffer: from the owner of the memory, which executes the CPU's code on it, to here,
/// and back. A barrier is a store that changes nothing: whoever waits until it is back has seen all earlier ones land.
/// What the CPU itself reads, it takes from the owner's state as the code left it. Model: x86-TSO (Sewell, Sarkar,
/// Owens, Zappa Nardelli and Myreen, "x86-TSO", CACM 2010), without the reads that overtake the CPU's own stores to
/// other owners.</remarks>
public sealed class StoreBuffer : ReceiveActor
{
    public StoreBuffer() => Receive<StoreBufferProtocol.Store>(store => Sender.Tell(store.Write));
}
