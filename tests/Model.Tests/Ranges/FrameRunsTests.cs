using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public sealed class FrameRunsTests
{
    [Fact]
    [Trait("row", "G3")]
    public void Runs_are_those_that_a_loop_over_frames_finds() =>
        Prop.ForAll(Draws.Any, Gen.Choose(1, 40).ToArbitrary(), (numbers, breakOf) =>
        {
            uint[] frames = FramesFor(numbers, breakOf);
            FrameRun[] runs = new FrameRun[frames.Length];

            int count = FrameRuns.Coalesce(frames, runs);

            return runs.Take(count).SequenceEqual(SlowRuns(frames));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Frames_that_never_follow_each_other_are_runs_of_one()
    {
        uint[] frames = [.. Enumerable.Range(0, 1000).Select(i => (uint)(i * 2))];
        FrameRun[] runs = new FrameRun[frames.Length];

        int count = FrameRuns.Coalesce(frames, runs);

        Assert.Equal(frames.Select(frame => new FrameRun(frame, 1)), runs.Take(count));
    }

    [Fact]
    public void Too_little_room_is_refused() =>
        Assert.Throws<ArgumentException>(() => FrameRuns.Coalesce([1, 2, 3], new FrameRun[2]));

    private static uint[] FramesFor(int[] numbers, int breakOf)
    {
        uint[] frames = new uint[numbers.Length];
        for (int i = 0; i < frames.Length; i++)
        {
            bool breaks = i == 0 || numbers[i] % breakOf == 0;
            frames[i] = breaks ? (uint)numbers[i] : frames[i - 1] + 1;
        }

        return frames;
    }

    private static List<FrameRun> SlowRuns(uint[] frames)
    {
        List<FrameRun> runs = [];
        for (int i = 0; i < frames.Length; i++)
        {
            bool follows = i > 0 && frames[i] == frames[i - 1] + 1;
            runs.Add(follows ? new FrameRun(runs[^1].Start, runs[^1].Frames + 1) : new FrameRun(frames[i], 1));
            if (follows)
            {
                runs.RemoveAt(runs.Count - 2);
            }
        }

        return runs;
    }
}
