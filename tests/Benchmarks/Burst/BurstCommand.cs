using System.Diagnostics;

namespace PhyrActors.Benchmarks;

/// <summary>The stress of short bursts: <c>burst [--minutes N] [--seed N]</c>, an hour when nothing else is
/// said.</summary>
/// <remarks>A line of progress a minute. Exit code 1 when a message is lost or a round does not end.</remarks>
internal sealed class BurstCommand
{
    private static readonly TimeSpan s_roundMax = TimeSpan.FromMinutes(2);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _rounds;
    private long _bursts;
    private long _messages;

    public static int Run(string[] arguments)
    {
        (double minutes, long seed) = (60, 1);
        for (int i = 0; i < arguments.Length; i += 2)
        {
            bool understood = i + 1 < arguments.Length && arguments[i] switch
            {
                "--minutes" => double.TryParse(arguments[i + 1], out minutes) && minutes > 0,
                "--seed" => long.TryParse(arguments[i + 1], out seed) && seed >= 0,
                _ => false,
            };
            if (!understood)
            {
                Console.Error.WriteLine("usage: burst [--minutes N] [--seed N], minutes more than 0, seed 0 or more");
                return 2;
            }
        }

        return new BurstCommand().Run(TimeSpan.FromMinutes(minutes), (ulong)seed);
    }

    private int Run(TimeSpan length, ulong seed)
    {
        Console.WriteLine($"short bursts for {length.TotalMinutes:0.##} minutes, seed {seed}");
        TimeSpan reported = TimeSpan.Zero;
        while (_watch.Elapsed < length)
        {
            BurstRound round = new(SplitMix64.Mix(seed, (ulong)_rounds));
            bool ended = EndsInTime(round);
            _bursts += round.Bursts;
            _messages += round.Sent;
            long lost = round.Sent - round.Handled;
            if (!ended || lost != 0)
            {
                Console.WriteLine($"round {_rounds}, {(ended ? "ended" : "stuck")}: {lost} lost; {Totals()}");
                return 1;
            }

            _rounds++;
            if (_watch.Elapsed - reported >= TimeSpan.FromMinutes(1))
            {
                reported = _watch.Elapsed;
                Console.WriteLine(Totals());
            }
        }

        Console.WriteLine($"end: {Totals()}");
        return 0;
    }

    /// <summary>Runs it on a thread that may be left behind.</summary>
    private static bool EndsInTime(BurstRound round)
    {
        Thread thread = new(round.Run) { IsBackground = true };
        thread.Start();
        return thread.Join(s_roundMax);
    }

    private string Totals() =>
        $"{_watch.Elapsed.TotalMinutes:F1} min, {_rounds} rounds without loss, {_bursts} bursts, {_messages} messages";
}
