namespace PhyrActors.Semantics.Tests;

/// <summary>Answers every message with itself.</summary>
internal sealed class Echo : ReceiveActor
{
    public Echo() => ReceiveAny(message => Sender.Tell(message));
}

/// <summary>Answers nothing.</summary>
internal sealed class Deaf : ReceiveActor
{
    public Deaf() => ReceiveAny(_ => { });
}
