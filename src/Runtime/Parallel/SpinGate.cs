namespace PhyrActors.Runtime;

/// <summary>A lock for a handful of instructions: cheaper than a <see cref="Lock"/>, four bytes, not reentrant.
/// </summary>
/// <remarks>Who waits yields its time slice, since the holder may have lost its core.</remarks>
internal struct SpinGate
{
    private int _taken;

    public void Enter()
    {
        if (Interlocked.CompareExchange(ref _taken, 1, 0) != 0)
        {
            EnterContended();
        }
    }

    public void Exit() => Volatile.Write(ref _taken, 0);

    private void EnterContended()
    {
        SpinWait wait = default;
        do
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
        while (Volatile.Read(ref _taken) != 0 || Interlocked.CompareExchange(ref _taken, 1, 0) != 0);
    }
}
