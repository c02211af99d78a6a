namespace PhyrActors.Benchmarks;

/// <summary>A message that says nothing but where to send the next.</summary>
internal sealed record Ball
{
    public static readonly Ball Instance = new();
}

/// <summary>What a bare party does with its messages.</summary>
internal abstract class Role
{
    public abstract void Receive(object message, BareParty self, BareParty sender);
}

/// <summary>Sends back what it gets, a given number of times.</summary>
internal sealed class ReturningRole(long returns, long receipts, CountdownEvent done) : Role
{
    private long _returns = returns;
    private long _receipts = receipts;

    public override void Receive(object message, BareParty self, BareParty sender)
    {
        if (message is Ball ball)
        {
            if (_returns-- > 0)
            {
                sender.Tell(ball, self);
            }

            if (--_receipts == 0)
            {
                done.Signal();
            }
        }
    }
}

/// <summary>Sends a batch for each message it gets.</summary>
internal sealed class ProducerRole(BareParty consumer, int batch) : Role
{
    public override void Receive(object message, BareParty self, BareParty sender)
    {
        for (int i = 0; i < batch; i++)
        {
            consumer.Tell(Ball.Instance, self);
        }
    }
}

/// <summary>Counts what it gets and asks for more each time it got a batch's worth.</summary>
internal sealed class ConsumerRole(int batch, long receipts, CountdownEvent done) : Role
{
    private long _receipts = receipts;
    private int _inBatch;

    public override void Receive(object message, BareParty self, BareParty sender)
    {
        if (message is Ball ball)
        {
            _receipts--;
            if (_receipts == 0)
            {
                done.Signal();
            }
            else if (_receipts > 0 && ++_inBatch == batch)
            {
                _inBatch = 0;
                sender.Tell(ball, self);
            }
        }
    }
}

/// <summary>The same as <see cref="ReturningRole"/>.</summary>
internal sealed class ReturningActor : ReceiveActor
{
    public ReturningActor(long returns, long receipts, CountdownEvent done) => Receive<Ball>(ball =>
    {
        if (returns-- > 0)
        {
            Sender.Tell(ball);
        }

        if (--receipts == 0)
        {
            done.Signal();
        }
    });
}

/// <summary>The same as <see cref="ProducerRole"/>.</summary>
internal sealed class ProducerActor : ReceiveActor
{
    public ProducerActor(IActorRef consumer, int batch) => Receive<Ball>(_ =>
    {
        for (int i = 0; i < batch; i++)
        {
            consumer.Tell(Ball.Instance);
        }
    });
}

/// <summary>The same as <see cref="ConsumerRole"/>.</summary>
internal sealed class ConsumerActor : ReceiveActor
{
    private int _inBatch;

    public ConsumerActor(int batch, long receipts, CountdownEvent done) => Receive<Ball>(ball =>
    {
        receipts--;
        if (receipts == 0)
        {
            done.Signal();
        }
        else if (receipts > 0 && ++_inBatch == batch)
        {
            _inBatch = 0;
            Sender.Tell(ball);
        }
    });
}
