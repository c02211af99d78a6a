namespace PhyrActors.Benchmarks;

/// <summary>RR(C, R) with nothing around it: a list of pending messages, a random pick, a virtual call;
/// it makes the same messages and events.</summary>
internal sealed class BareLoop
{
    private readonly List<(Party To, Party? From, object Message)> _pending = [];
    private SplitMix64 _random;
    private object? _published;

    public BareLoop(int clients, int rounds, ulong seed)
    {
        _random = new SplitMix64(seed);
        AnsweringParty server = new(this);
        for (int number = 1; number <= clients; number++)
        {
            _pending.Add((new AskingParty(this, server, number, rounds), null, new RequestReplyProtocol.Go()));
        }
    }

    /// <summary>The latest event: what a monitor would look at.</summary>
    public object? Published => _published;

    /// <returns>Deliveries.</returns>
    public long Run()
    {
        long deliveries = 0;
        while (_pending.Count > 0)
        {
            int picked = _random.Below(_pending.Count);
            (Party to, Party? from, object message) = _pending[picked];
            _pending[picked] = _pending[^1];
            _pending.RemoveAt(_pending.Count - 1);
            to.Receive(message, from);
            deliveries++;
        }

        return deliveries;
    }

    private abstract class Party(BareLoop loop)
    {
        protected void Publish(object @event) => loop._published = @event;

        public abstract void Receive(object message, Party? from);

        protected void Send(Party to, object message) => loop._pending.Add((to, this, message));
    }

    private sealed class AnsweringParty(BareLoop loop) : Party(loop)
    {
        private int _served;

        public override void Receive(object message, Party? from)
        {
            RequestReplyProtocol.Ask ask = (RequestReplyProtocol.Ask)message;
            Publish(new RequestReplyProtocol.Served(ask.Client, ask.Round));
            Send(from!, new RequestReplyProtocol.Reply(++_served));
        }
    }

    private sealed class AskingParty(BareLoop loop, Party server, int number, int rounds) : Party(loop)
    {
        private int _round;

        public override void Receive(object message, Party? from)
        {
            if (_round < rounds)
            {
                Send(server, new RequestReplyProtocol.Ask(number, ++_round));
            }
        }
    }
}
