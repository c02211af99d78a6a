namespace PhyrActors.Runtime;

/// <summary>Start, failure, restart and stop of an actor.</summary>
internal sealed partial class ActorCell
{
    private int _suspensions;
    private bool _terminating;
    private bool _failed;

    /// <summary>From a failure, or a restart that others caused, until that restart is over.</summary>
    private FailureRecord? Failure
    {
        get => _particulars?.Failure;
        set
        {
            if (value is not null || _particulars is not null)
            {
                (_particulars ??= new Particulars()).Failure = value;
            }
        }
    }

    /// <summary>Runs one message of the runtime.</summary>
    public void InvokeSystem(SystemMessage message)
    {
        ActorCell? outer = s_current;
        s_current = this;
        try
        {
            HandleSystem(message);
        }
#pragma warning disable CA1031 // Supervision is about every exception.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            Fail(null, cause);
        }
        finally
        {
            s_current = outer;
        }
    }

    private void HandleSystem(SystemMessage message)
    {
        if (IsTerminated)
        {
            if (message is WatchRequest late)
            {
                late.Watcher.SendSystem(new DeathNotice(Self, ExistenceConfirmed: false));
            }

            return;
        }

        switch (message)
        {
            case CreateRequest:
                Create();
                break;
            case TerminateRequest:
                BeginTermination();
                break;
            case WatchRequest watch:
                AddWatcher(watch.Watcher);
                break;
            case UnwatchRequest unwatch:
                RemoveWatcher(unwatch.Watcher);
                break;
            case DeathNotice notice:
                OnDeathNotice(notice);
                break;
            case ChildFailed failed:
                Supervise(failed);
                break;
            case SuspendRequest:
                _suspensions++;
                SuspendChildren();
                break;
            case ResumeRequest:
                Resume();
                break;
            case RestartRequest restart:
                BeginRestart(restart.Cause);
                break;
        }
    }

    private void Create()
    {
        try
        {
            MakeActor().PreStart();
        }
#pragma warning disable CA1031 // Whatever a constructor throws is a failed start.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            _actor = null;
            throw new ActorInitializationException($"{Self}: exception during creation", cause);
        }
    }

    private ActorBase MakeActor()
    {
        _expecting = true;
        try
        {
            _actor = Props.NewActor();
            _actor.OnConstructed();
            return _actor;
        }
        finally
        {
            _expecting = false;
        }
    }

    /// <summary>Suspends this actor and its children until the parent has decided.</summary>
    /// <param name="message">What was being handled, or null.</param>
    /// <param name="cause">What was thrown.</param>
    /// <param name="escalated">The child whose failure this is; it has suspended itself already.</param>
    private void Fail(object? message, Exception cause, ActorCell? escalated = null)
    {
        System.OnFailure(this, message, cause);
        if (_failed || _terminating)
        {
            return;
        }

        _failed = true;
        Failure = new FailureRecord(message);
        _suspensions++;
        SuspendChildren(except: escalated);
        if (ParentCell is { } parent)
        {
            System.SendSystem(parent, new ChildFailed(Self, cause));
        }
    }

    private void Resume()
    {
        EndSuspension();
        _failed = false;
        ResumeChildren();
        if (_actor is null && Failure?.RestartCause is null)
        {
            Create();
        }
    }

    private void BeginRestart(Exception cause)
    {
        if (_terminating)
        {
            return;
        }

        FailureRecord failure = Failure ??= new FailureRecord(null);
        if (failure.RestartCause is not null)
        {
            EndSuspension();
            return;
        }

        failure.RestartCause = cause;
        LeaveOldActor(cause);
        if (StoppingChildren == 0)
        {
            FinishRestart();
        }
    }

    private void LeaveOldActor(Exception cause)
    {
        try
        {
            _actor?.PreRestart(cause, Failure!.Message);
        }
#pragma warning disable CA1031 // A failing PreRestart does not keep an actor from its restart.
        catch (Exception again)
#pragma warning restore CA1031
        {
            System.OnFailure(this, null, again);
        }

        UnstashEverything();
        TimerTable?.CancelAll();
        SetReceiveTimeout(null);
        _actor = null;
    }

    private void FinishRestart()
    {
        Exception cause = Failure!.RestartCause!;
        (Failure, _failed) = (null, false);
        EndSuspension();
        List<ActorCell> survivors = LivingChildren();
        try
        {
            MakeActor().PostRestart(cause);
        }
#pragma warning disable CA1031 // Whatever a constructor throws is a failed start.
        catch (Exception again)
#pragma warning restore CA1031
        {
            _actor = null;
            throw new ActorInitializationException($"{Self}: exception during restart", again);
        }

        foreach (ActorCell child in survivors)
        {
            System.SendSystem(child, new RestartRequest(cause));
        }
    }

    /// <summary>Each suspension, by a failure or by the parent, is ended by one resume or one restart.</summary>
    private void EndSuspension() => _suspensions = Math.Max(0, _suspensions - 1);

    private void BeginTermination()
    {
        if (_terminating)
        {
            return;
        }

        _terminating = true;
        _suspensions++;
        Failure = null;
        StopChildren();
        if (ChildCount == 0)
        {
            FinishTermination();
        }
    }

    private void FinishTermination()
    {
        try
        {
            _actor?.PostStop();
        }
#pragma warning disable CA1031 // A failing PostStop does not keep an actor alive.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            System.OnFailure(this, null, cause);
        }

        TimerTable?.CancelAll();
        SetReceiveTimeout(null);
        UnstashEverything();
        IsTerminated = true;
        System.Unregister(this);
        TellWatchers();

        // Whoever still knows the cell, such as a run's list of its actors, must not keep the actor.
        (_actor, _behaviors) = (null, null);
    }

    /// <param name="message">What was being handled, or null.</param>
    private sealed class FailureRecord(object? message)
    {
        public object? Message { get; } = message;

        /// <summary>Set while a restart waits for children to stop.</summary>
        public Exception? RestartCause { get; set; }
    }
}
