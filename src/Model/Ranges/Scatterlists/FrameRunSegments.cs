namespace PhyrActors.Model;

/// <summary>Cuts runs of frames into segments of a longest size, neighbouring runs merged first.</summary>
internal ref struct FrameRunSegments(ReadOnlySpan<FrameRun> runs, ulong limitFrames)
{
    private readonly ReadOnlySpan<FrameRun> _runs = runs;
    private readonly ulong _limitFrames = limitFrames;
    private int _next;
    private uint _takenFrames;

    public FrameRun Current { get; private set; }

    public bool MoveNext()
    {
        if (_next == _runs.Length)
        {
            return false;
        }

        uint start = Ahead.Start;
        Current = new FrameRun(start, (uint)TakeFollowing(start, _limitFrames));
        return true;
    }

    /// <summary>Takes the frames that go on at a frame, up to a number.</summary>
    /// <returns>How many there were.</returns>
    public ulong TakeFollowing(ulong frame, ulong framesMax)
    {
        ulong frames = 0;
        while (frames < framesMax && _next < _runs.Length && Ahead.Start == frame + frames)
        {
            ulong taken = Math.Min(framesMax - frames, Ahead.Frames);
            frames += taken;
            _takenFrames += (uint)taken;
            if (_takenFrames == _runs[_next].Frames)
            {
                (_next, _takenFrames) = (_next + 1, 0);
            }
        }

        return frames;
    }

    /// <summary>The segments left; they stay.</summary>
    public readonly int CountRest()
    {
        FrameRunSegments rest = this;
        int count = 0;
        while (rest.MoveNext())
        {
            count++;
        }

        return count;
    }

    private readonly FrameRun Ahead => new(_runs[_next].Start + _takenFrames, _runs[_next].Frames - _takenFrames);
}
