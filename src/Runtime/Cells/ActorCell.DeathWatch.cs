namespace PhyrActors.Runtime;

/// <summary>Who watches this actor, and whom it watches.</summary>
internal sealed partial class ActorCell
{
    private readonly List<IInternalActorRef> _watchers = [];
    private readonly List<Watched> _watching = [];

    public IActorRef Watch(IActorRef subject) => WatchWith(subject, null!);

    public IActorRef WatchWith(IActorRef subject, object? message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (!ReferenceEquals(subject, Self) && FindWatched(subject) < 0)
        {
            _watching.Add(new Watched(subject, message));
            if (subject is LocalActorRef local)
            {
                local.SendSystem(new WatchRequest(Self));
            }
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
            (subject as LocalActorRef)?.SendSystem(new UnwatchRequest(Self));
        }

        return subject;
    }

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
            System.Send(
                this, message ?? new Terminated(notice.Subject, notice.ExistenceConfirmed, false), notice.Subject);
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
            (watched.Subject as LocalActorRef)?.SendSystem(new UnwatchRequest(Self));
        }

        _watchers.Clear();
        _watching.Clear();
    }

    private readonly record struct Watched(IActorRef Subject, object? Message);
}
