namespace PhyrActors.Benchmarks;

/// <summary>An actor that hands itself a message as its system would.</summary>
internal interface IDispatcher
{
    long Sum { get; }

    void Dispatch(object message);
}

/// <summary>An actor with so many handlers.</summary>
internal sealed class ListingActor : ReceiveActor, IDispatcher
{
    public ListingActor(int handlers)
    {
        Receive<DispatchMessages.M00>(_ => Sum += 1);
        Receive<DispatchMessages.M01>(_ => Sum += 2);

        if (handlers == 2)
        {
            return;
        }

        Receive<DispatchMessages.M02>(_ => Sum += 3);
        Receive<DispatchMessages.M03>(_ => Sum += 4);
        Receive<DispatchMessages.M04>(_ => Sum += 5);
        Receive<DispatchMessages.M05>(_ => Sum += 6);
        Receive<DispatchMessages.M06>(_ => Sum += 7);
        Receive<DispatchMessages.M07>(_ => Sum += 8);
        Receive<DispatchMessages.M08>(_ => Sum += 9);
        Receive<DispatchMessages.M09>(_ => Sum += 10);

        if (handlers == 10)
        {
            return;
        }

        Receive<DispatchMessages.M10>(_ => Sum += 11);
        Receive<DispatchMessages.M11>(_ => Sum += 12);
        Receive<DispatchMessages.M12>(_ => Sum += 13);
        Receive<DispatchMessages.M13>(_ => Sum += 14);
        Receive<DispatchMessages.M14>(_ => Sum += 15);
        Receive<DispatchMessages.M15>(_ => Sum += 16);
        Receive<DispatchMessages.M16>(_ => Sum += 17);
        Receive<DispatchMessages.M17>(_ => Sum += 18);
        Receive<DispatchMessages.M18>(_ => Sum += 19);
        Receive<DispatchMessages.M19>(_ => Sum += 20);
        Receive<DispatchMessages.M20>(_ => Sum += 21);
        Receive<DispatchMessages.M21>(_ => Sum += 22);
        Receive<DispatchMessages.M22>(_ => Sum += 23);
        Receive<DispatchMessages.M23>(_ => Sum += 24);
        Receive<DispatchMessages.M24>(_ => Sum += 25);
        Receive<DispatchMessages.M25>(_ => Sum += 26);
        Receive<DispatchMessages.M26>(_ => Sum += 27);
        Receive<DispatchMessages.M27>(_ => Sum += 28);
        Receive<DispatchMessages.M28>(_ => Sum += 29);
        Receive<DispatchMessages.M29>(_ => Sum += 30);
        Receive<DispatchMessages.M30>(_ => Sum += 31);
        Receive<DispatchMessages.M31>(_ => Sum += 32);
        Receive<DispatchMessages.M32>(_ => Sum += 33);
        Receive<DispatchMessages.M33>(_ => Sum += 34);
        Receive<DispatchMessages.M34>(_ => Sum += 35);
        Receive<DispatchMessages.M35>(_ => Sum += 36);
        Receive<DispatchMessages.M36>(_ => Sum += 37);
        Receive<DispatchMessages.M37>(_ => Sum += 38);
        Receive<DispatchMessages.M38>(_ => Sum += 39);
        Receive<DispatchMessages.M39>(_ => Sum += 40);
    }

    public long Sum { get; private set; }

    public void Dispatch(object message) => Receive(message);
}
