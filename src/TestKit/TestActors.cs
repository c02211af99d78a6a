using PhyrActors.Runtime;

namespace PhyrActors.Testing;

/// <summary>Takes every message and does nothing.</summary>
public class BlackHoleActor : ReceiveActor
{
    public BlackHoleActor() => ReceiveAny(static _ => { });

    public static Props Props => Props.Create(static () => new BlackHoleActor());
}

/// <summary>Answers every message with itself.</summary>
public class SimpleEchoActor : ReceiveActor
{
    public SimpleEchoActor() => ReceiveAny(message => Sender.Tell(message));

    public static Props Props() => Runtime.Props.Create(static () => new SimpleEchoActor());
}

/// <summary>Sends every message to the test, and answers it with itself.</summary>
public class EchoActor : ReceiveActor
{
    /// <param name="testKit">Whose test actor hears everything.</param>
    /// <param name="echoBackToSenderAsWell">Whether the sender hears it too.</param>
    public EchoActor(TestKitBase testKit, bool echoBackToSenderAsWell = true)
    {
        ArgumentNullException.ThrowIfNull(testKit);
        IActorRef testActor = testKit.TestActor;
        ReceiveAny(message =>
        {
            if (echoBackToSenderAsWell && !testActor.Equals(Sender))
            {
                Sender.Forward(message);
            }

            testActor.Tell(message, Sender);
        });
    }

    public static Props Props(TestKitBase testkit, bool echoBackToSenderAsWell = true) =>
        Runtime.Props.Create(() => new EchoActor(testkit, echoBackToSenderAsWell));
}

/// <summary>Sends every message on, in its sender's name.</summary>
public class ForwardActor : ReceiveActor
{
    public ForwardActor(IActorRef target) => ReceiveAny(target.Forward);

    public static Props Props(IActorRef target) => Runtime.Props.Create(() => new ForwardActor(target));
}
