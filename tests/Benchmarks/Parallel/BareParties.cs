using System.Threading.Channels;

namespace PhyrActors.Benchmarks;

/// <summary>Takes messages, without any of an actor's semantics: no failures, deaths, names or contexts.</summary>
/// <param name="role">What it does with them.</param>
internal abstract class BareParty(Role role)
{
    public abstract void Tell(object message, BareParty sender);

    protected void Receive(object message, BareParty sender) => role.Receive(message, this, sender);
}

/// <summary>A queue of structs on the thread pool.</summary>
/// <remarks>As lean as can be and still right: batches as large as the runtime's, a thread's own queue first, and a
/// full fence between putting a message in and asking whether anybody is awake.</remarks>
internal sealed class QueueParty(Role role) : BareParty(role), IThreadPoolWorkItem
{
    private const int Throughput = 30;

    private readonly System.Collections.Concurrent.ConcurrentQueue<(object Message, BareParty Sender)> _queue = new();
    private int _awake;

    public override void Tell(object message, BareParty sender)
    {
        _queue.Enqueue((message, sender));
        Interlocked.MemoryBarrier();
        WakeUnlessAwake();
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (int left = Throughput; left > 0; left--)
        {
            if (!_queue.TryDequeue(out (object Message, BareParty Sender) letter))
            {
                Interlocked.Exchange(ref _awake, 0);
                if (!_queue.IsEmpty)
                {
                    WakeUnlessAwake();
                }

                return;
            }

            Receive(letter.Message, letter.Sender);
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void WakeUnlessAwake()
    {
        if (Volatile.Read(ref _awake) == 0 && Interlocked.Exchange(ref _awake, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }
}

/// <summary>The usual loop over a channel.</summary>
internal sealed class ChannelParty : BareParty
{
    private readonly Channel<(object Message, BareParty Sender)> _channel =
        Channel.CreateUnbounded<(object, BareParty)>(new UnboundedChannelOptions { SingleReader = true });

    public ChannelParty(Role role)
        : base(role) => _ = Loop();

    public override void Tell(object message, BareParty sender) => _channel.Writer.TryWrite((message, sender));

    private async Task Loop()
    {
        while (await _channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_channel.Reader.TryRead(out (object Message, BareParty Sender) letter))
            {
                Receive(letter.Message, letter.Sender);
            }
        }
    }
}
