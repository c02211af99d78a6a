namespace PhyrActors.Runtime;

/// <summary>The end of the whole tree of actors.</summary>
public sealed partial class ControlledSystem
{
    // Made when somebody asks: most runs just end.
    private TaskCompletionSource? _terminated;
    private bool _isTerminated;

    public override Task WhenTerminated => _isTerminated
        ? Task.CompletedTask
        : (_terminated ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Asks for the end of all actors, children before parents: steps like any other, so <see cref="Run"/>
    /// must go on for them. Whoever only wants the run to end says <see cref="RequestStop"/>.</summary>
    /// <returns>Completes when the last actor is gone, or when the system is disposed of.</returns>
    public override Task Terminate()
    {
        if (!_isTerminated)
        {
            SendSystem(_guardian, TerminateRequest.Instance);
        }

        return WhenTerminated;
    }

    internal override void Unregister(ActorCell cell)
    {
        _slots.Retire(NodeOf(cell));
        if (ReferenceEquals(cell, _guardian))
        {
            CompleteTermination();
        }
    }

    /// <summary>Drops the run as it stands: no actor is stopped first. References to its actors lead to dead
    /// letters.</summary>
    /// <exception cref="InvalidOperationException">Called inside one of its own steps.</exception>
    protected override void Dispose(bool disposing)
    {
        if (_running is not null)
        {
            throw new InvalidOperationException("A system cannot be disposed of inside one of its own steps.");
        }

        if (!_disposed)
        {
            _disposed = true;
            _pool.TakeBack();
            CompleteTermination();
        }
    }

    private void CompleteTermination()
    {
        _isTerminated = true;
        _terminated?.TrySetResult();
    }
}
