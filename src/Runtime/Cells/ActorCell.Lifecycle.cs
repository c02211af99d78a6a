namespace PhyrActors.Runtime;

/// <summary>Start, failure, restart and stop of an actor.</summary>
internal sealed partial class ActorCell
{
    private int _suspensions;
    private bool _terminating;
    private Exception? _restartCause;
    private object? _failedMessage;

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
                late.Watcher.SendSystem(new DeathNotice(Self, ExistenceConfirmed: true));
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
                _suspensions = Math.Max(0, _suspensions - 1);
                ResumeChildren();
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
            _actor = Props.NewActor();
            _actor.PreStart();
        }
#pragma warning disable CA1031 // Whatever a constructor throws is a failed start.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            throw new ActorInitializationException($"{Self}: exception during creation", cause);
        }
    }

    /// <summary>Suspends this actor and its children until the parent has decided.</summary>
    private void Fail(object? message, Exception cause)
    {
        System.OnFailure(this, message, cause);
        _failedMessage = message;
        _suspensions++;
        SuspendChildren();
        if (ParentCell is { } parent)
        {
            System.SendSystem(parent, new ChildFailed(Self, cause));
        }
    }

    private void BeginRestart(Exception cause)
    {
        _restartCause = cause;
        if (_actor is { } old)
        {
            UnstashEverything();
            old.PreRestart(cause, _failedMessage);
        }

        TimerTable?.CancelAll();
        SetReceiveTimeout(null);
        if (StoppingChildren == 0)
        {
            FinishRestart();
        }
    }

    private void FinishRestart()
    {
        Exception cause = _restartCause!;
        (_restartCause, _failedMessage) = (null, null);
        try
        {
            _actor = Props.NewActor();
            _actor.PostRestart(cause);
        }
#pragma warning disable CA1031 // Whatever a constructor throws is a failed start.
        catch (Exception again)
#pragma warning restore CA1031
        {
            throw new ActorInitializationException($"{Self}: exception during restart", again);
        }

        _suspensions = 0;
        foreach (ActorCell child in LivingChildren())
        {
            System.SendSystem(child, new RestartRequest(cause));
        }
    }

    private void BeginTermination()
    {
        if (_terminating)
        {
            return;
        }

        _terminating = true;
        _suspensions++;
        _restartCause = null;
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
            TimerTable?.CancelAll();
            SetReceiveTimeout(null);
            _actor?.PostStop();
        }
#pragma warning disable CA1031 // A failing PostStop does not keep an actor alive.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            System.OnFailure(this, null, cause);
        }

        UnstashEverything();
        IsTerminated = true;
        TellWatchers();
        System.Unregister(this);
    }
}
