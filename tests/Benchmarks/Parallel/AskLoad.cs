using System.Threading.Channels;

namespace PhyrActors.Benchmarks;

/// <summary>Loops outside of actors that ask, wait for the answer, and ask again.</summary>
internal static class AskLoad
{
    private static readonly int s_loops = Environment.ProcessorCount;

    public static long RunActors(int questions)
    {
        using ParallelSystem system = new("ask");
        IActorRef echo = system.ActorOf(Props.Create(() => new EchoActor()));
        return RunLoops(questions, () => echo.Ask<Ball>(Ball.Instance));
    }

    /// <summary>A task completion source with each question, through a channel.</summary>
    public static long RunChannels(int questions)
    {
        Channel<TaskCompletionSource<Ball>> channel = Channel.CreateUnbounded<TaskCompletionSource<Ball>>(
            new UnboundedChannelOptions { SingleReader = true });
        Task answering = Answer(channel.Reader);
        long asked = RunLoops(questions, () =>
        {
            TaskCompletionSource<Ball> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
            channel.Writer.TryWrite(answer);
            return answer.Task;
        });
        channel.Writer.Complete();
        answering.Wait();
        return asked;
    }

    private static long RunLoops(int questions, Func<Task<Ball>> ask)
    {
        int each = questions / s_loops;
        Task.WaitAll([.. Enumerable.Range(0, s_loops).Select(_ => Task.Run(() => Loop(each, ask)))]);
        return (long)each * s_loops;
    }

    private static async Task Loop(int questions, Func<Task<Ball>> ask)
    {
        for (int i = 0; i < questions; i++)
        {
            await ask().ConfigureAwait(false);
        }
    }

    private static async Task Answer(ChannelReader<TaskCompletionSource<Ball>> questions)
    {
        while (await questions.WaitToReadAsync().ConfigureAwait(false))
        {
            while (questions.TryRead(out TaskCompletionSource<Ball>? answer))
            {
                answer.SetResult(Ball.Instance);
            }
        }
    }

    private sealed class EchoActor : ReceiveActor
    {
        public EchoActor() => Receive<Ball>(ball => Sender.Tell(ball));
    }
}
