namespace PhyrActors.Runtime;

/// <summary>Who watches this actor, and whom it watches.</summary>
internal sealed partial class ActorCell
{
    private DeathWatch? Watches => _particulars?.Watches;

    public IActorRef Watch(IActorRef subject) => WatchWith(subject, null!);

    public IActorRef WatchWith(IActorRef subject, object? message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (!ReferenceEquals(subject, Self) && FindWatched(subject) < 0)
        {
            MakeWatches().Watching.Add(new Watched(subject, message));
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
            Watches!.Watching.RemoveAt(index);
            (subject as IInternalActorRef)?.SendSystem(new UnwatchRequest(Self));
        }

        Watches?.Deaths.RemoveAll(death => death.Subject.Equals(subject));
        return subject;
    }

    private void ReceiveTerminated(Terminated terminated)
    {
        int index = Watches?.Deaths.FindIndex(death => death.Subject.Equals(terminated.ActorRef)) ?? -1;
        if (index >= 0)
        {
            object message = Watches!.Deaths[index].Message ?? terminated;
            Watches.Deaths.RemoveAt(index);
            Handle(message);
        }
    }

    private void ExpectTerminated(IActorRef subject, object? message) =>
        MakeWatches().Deaths.Add(new Watched(subject, message));

    private int FindWatched(IActorRef subject) =>
        Watches?.Watching.FindIndex(watched => watched.Subject.Equals(subject)) ?? -1;

    private void AddWatcher(IInternalActorRef watcher)
    {
        List<IInternalActorRef> watchers = MakeWatches().Watchers;
        if (!watchers.Contains(watcher))
        {
            watchers.Add(watcher);
        }
    }

    private void RemoveWatcher(IInternalActorRef watcher) => Watches?.Watchers.Remove(watcher);

    /// <summary>Death is told as a system message, so a name is free again when the watcher hears of it.</summary>
    private void OnDeathNotice(DeathNotice notice)
    {
        int index = FindWatched(notice.Subject);
        object? message = index >= 0 ? Watches!.Watching[index].Message : null;
        bool told = index >= 0 && !_terminating;
        if (index >= 0)
        {
            Watches!.Watching.RemoveAt(index);
        }

        OnChildGone(notice.Subject.Cell);
        if (told && !IsTerminated)
        {
            ExpectTerminated(notice.Subject, message);
            System.SendDeath(
                this, new Terminated(notice.Subject, notice.ExistenceConfirmed, false), notice.Subject);
        }
    }

    private DeathWatch MakeWatches() => (_particulars ??= new Particulars()).Watches ??= new DeathWatch();

    private void TellWatchers()
    {
        DeathNotice notice = new(Self, ExistenceConfirmed: true);
        if (ParentCell is { } parent)
        {
            System.SendSystem(parent, notice);
        }

        foreach (IInternalActorRef watcher in Watches?.Watchers ?? [])
        {
            if (!ReferenceEquals(watcher, ParentCell?.Self))
            {
                watcher.SendSystem(notice);
            }
        }

        foreach (Watched watched in Watches?.Watching ?? [])
        {
            (watched.Subject as IInternalActorRef)?.SendSystem(new UnwatchRequest(Self));
        }

        Watches?.Watchers.Clear();
        Watches?.Watching.Clear();
    }

    /// <summary>Who watches an actor, and whom it watches.</summary>
    private sealed class DeathWatch
    {
        public List<IInternalActorRef> Watchers { get; } = [];

        public List<Watched> Watching { get; } = [];

        /// <summary>Deaths that were put in the mailbox and not yet handled; an Unwatch takes them out, and the message
        /// is void.</summary>
        public List<Watched> Deaths { get; } = [];
    }

    private readonly record struct Watched(IActorRef Subject, object? Message);
}
