namespace PhyrActors.Runtime;

/// <summary>Who watches this actor, and whom it watches.</summary>
internal sealed partial class ActorCell
{
    private readonly List<IInternalActorRef> _watchers = [];
    private readonly List<Watched> _watching = [];

    // Deaths that were put in the mailbox and not yet handled; an Unwatch takes them out, and the message is void.
    private readonly List<Watched> _deaths = [];

    public IActorRef Watch(IActorRef subject) => WatchWith(subject, null!);

    public IActorRef WatchWith(IActorRef subject, object? message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (!ReferenceEquals(subject, Self) && FindWatched(subject) < 0)
        {
            _watching.Add(new Watched(subject, message));
            (subject as IInternalActorRef)?.SendSystem(new WatchRequest(Self));
        }

        return subject;
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        int index = FindWatched(subject);
        if (index >= 0)
        {
            _watching.RemoveAt(index);
            (subject as IInternalActorRef)?.SendSystem(new UnwatchRequest(Self));
        }

        _deaths.RemoveAll(death => death.Subject.Equals(subject));
        return subject;
    }

    private void ReceiveTerminated(Terminated terminated)
    {
        int index = _deaths.FindIndex(death => death.Subject.Equals(terminated.ActorRef));
        if (index >= 0)
        {
            object message = _deaths[index].Message ?? terminated;
            _deaths.RemoveAt(index);
            Handle(message);
        }
    }

    private void ExpectTerminated(IActorRef subject, object? message) => _deaths.Add(new Watched(subject, message));

    private int FindWatched(IActorRef subject) => _watching.FindIndex(w => w.Subject.Equals(subject));

    private void AddWatcher(IInternalActorRef watcher)
    {
        if (!_watchers.Contains(watcher))
        {
            _watchers.Add(watcher);
        }
    }

    private void RemoveWatcher(IInternalActorRef watcher) => _watchers.Remove(watcher);

    /// <summary>Death is told as a system message, so a name is free again when the watcher hears of it.</summary>
    private void OnDeathNotice(DeathNotice notice)
    {
        int index = FindWatched(notice.Subject);
        object? message = index >= 0 ? _watching[index].Message : null;
        bool told = index >= 0 && !_terminating;
        if (index >= 0)
        {
            _watching.RemoveAt(index);
        }

        OnChildGone(notice.Subject.Cell);
        if (told && !IsTerminated)
        {
            ExpectTerminated(notice.Subject, message);
            System.SendDeath(
                this, new Terminated(notice.Subject, notice.ExistenceConfirmed, false), notice.Subject);
        }
    }

    private void TellWatchers()
    {
        DeathNotice notice = new(Self, ExistenceConfirmed: true);
        if (ParentCell is { } parent)
        {
            System.SendSystem(parent, notice);
        }

        foreach (IInternalActorRef watcher in _watchers)
        {
            if (!ReferenceEquals(watcher, ParentCell?.Self))
            {
                watcher.SendSystem(notice);
            }
        }

        foreach (Watched watched in _watching)
        {
            (watched.Subject as IInternalActorRef)?.SendSystem(new UnwatchRequest(Self));
        }

        _watchers.Clear();
        _watching.Clear();
    }

    private readonly record struct Watched(IActorRef Subject, object? Message);
}
