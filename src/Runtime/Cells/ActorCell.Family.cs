namespace PhyrActors.Runtime;

/// <summary>Children, in order of creation, and what is done about them when one fails.</summary>
internal sealed partial class ActorCell
{
    private const string Digits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    private static readonly List<Child> s_none = [];

    // Most parents have few children, and short runs many parents.
    private static readonly string[] s_automaticNames = [.. Digits.Select(digit => $"${digit}")];

    private int ChildCount => Children.Count;

    private List<Child> Children => _particulars?.Family?.Children ?? s_none;

    private int StoppingChildren
    {
        get
        {
            int stopping = 0;
            foreach (Child child in Children)
            {
                stopping += child.Stopping ? 1 : 0;
            }

            return stopping;
        }
    }

    public IActorRef ActorOf(Props props, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is not null && !ActorPath.IsValidPathElement(name))
        {
            throw new InvalidActorNameException($"'{name}' is not a legal actor name.");
        }

        if (_terminating)
        {
            throw new InvalidOperationException($"{Self} is stopping and makes no more children.");
        }

        if (name is not null && Find(name) >= 0)
        {
            throw new InvalidActorNameException($"Actor name '{name}' is not unique under {Self}.");
        }

        Family family = (_particulars ??= new Particulars()).Family ??= new Family();
        ActorCell cell = new(System, props, this, name ?? AutomaticName(family.NamesMade++));
        family.Children.Add(new Child(cell));
        System.Register(cell);
        return cell.Self;
    }

    IActorRef IActorContext.Child(string name) =>
        Find(name) is >= 0 and int index ? Children[index].Cell.Self : ActorRefs.Nobody;

    public IEnumerable<IActorRef> GetChildren() => Children.ConvertAll(IActorRef (child) => child.Cell.Self);

    public void Stop(IActorRef child)
    {
        if ((child as IInternalActorRef)?.Local is not { } local)
        {
            return;
        }

        for (int i = 0; i < Children.Count; i++)
        {
            if (ReferenceEquals(Children[i].Cell, local.Cell))
            {
                Children[i] = Children[i] with { Stopping = true };
            }
        }

        local.SendSystem(TerminateRequest.Instance);
    }

    /// <summary>What a restart does to the children, unless the actor has other plans for them.</summary>
    public void AbandonChildren()
    {
        foreach (Child child in Children.ToArray())
        {
            Unwatch(child.Cell.Self);
            Stop(child.Cell.Self);
        }
    }

    private void StopChildren()
    {
        foreach (Child child in Children.ToArray())
        {
            Stop(child.Cell.Self);
        }
    }

    /// <summary>Base-64 names $a, $b, ... $~, $ab: the order in which Akka.NET hands them out.</summary>
    private static string AutomaticName(int number)
    {
        if (number < s_automaticNames.Length)
        {
            return s_automaticNames[number];
        }

        string name = "$";
        do
        {
            name += Digits[number % Digits.Length];
            number /= Digits.Length;
        }
        while (number > 0);
        return name;
    }

    private int Find(string name)
    {
        for (int i = 0; i < Children.Count; i++)
        {
            if (string.Equals(Children[i].Cell.Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private List<ActorCell> LivingChildren() =>
        Children.FindAll(child => !child.Stopping).ConvertAll(child => child.Cell);

    private void SuspendChildren(ActorCell? except = null)
    {
        foreach (Child child in Children)
        {
            if (!ReferenceEquals(child.Cell, except))
            {
                System.SendSystem(child.Cell, SuspendRequest.Instance);
            }
        }
    }

    private void ResumeChildren()
    {
        foreach (Child child in Children)
        {
            System.SendSystem(child.Cell, ResumeRequest.Instance);
        }
    }

    private void Supervise(ChildFailed failed)
    {
        SupervisorStrategy strategy = Props.SupervisorStrategy ?? _actor?.SupervisorStrategy()
            ?? SupervisorStrategy.DefaultStrategy;
        Directive directive = strategy.Handle(failed.Cause);
        LogFailure(failed, directive);
        switch (directive)
        {
            case Directive.Resume:
                System.SendSystem(failed.Child.Cell, ResumeRequest.Instance);
                break;
            case Directive.Restart:
                RestartChildren(strategy, failed);
                break;
            case Directive.Stop:
                List<ActorCell> stopping = strategy.AllChildren ? LivingChildren() : [failed.Child.Cell];
                stopping.ForEach(child => Stop(child.Self));
                break;
            case Directive.Escalate:
                Fail(null, failed.Cause, failed.Child.Cell);
                break;
        }
    }

    /// <summary>An escalated failure is logged where it is dealt with.</summary>
    private void LogFailure(ChildFailed failed, Directive directive)
    {
        if (directive != Directive.Escalate && System.EventStream.HasSubscribers)
        {
            string text = (failed.Cause as ActorInitializationException)?.InnerException?.Message
                ?? failed.Cause.Message;
            string path = failed.Child.Path.ToString();
            System.EventStream.Publish(directive == Directive.Resume
                ? new Warning(failed.Cause, path, text)
                : (LogEvent)new Error(failed.Cause, path, text));
        }
    }

    /// <summary>Restarts all that share the fate of the failed child, or stops all when one may not be restarted again.
    /// </summary>
    private void RestartChildren(SupervisorStrategy strategy, ChildFailed failed)
    {
        List<ActorCell> affected = strategy.AllChildren ? LivingChildren() : [failed.Child.Cell];
        if (!affected.TrueForAll(child => TryCountRestart(strategy, child)))
        {
            affected.ForEach(child => Stop(child.Self));
            return;
        }

        foreach (ActorCell child in affected)
        {
            if (!ReferenceEquals(child, failed.Child.Cell))
            {
                System.SendSystem(child, SuspendRequest.Instance);
            }

            System.SendSystem(child, new RestartRequest(failed.Cause));
        }
    }

    private bool TryCountRestart(SupervisorStrategy strategy, ActorCell child)
    {
        int index = Children.FindIndex(c => ReferenceEquals(c.Cell, child));
        if (index < 0 || strategy.RetriesMax < 0)
        {
            return index >= 0;
        }

        TimeSpan now = System.Clock.MonotonicClock;
        Child entry = Children[index];
        bool fresh = strategy.Within > TimeSpan.Zero && now - entry.WindowStart > strategy.Within;
        entry = fresh || entry.Restarts == 0
            ? entry with { Restarts = 1, WindowStart = now }
            : entry with { Restarts = entry.Restarts + 1 };
        Children[index] = entry;
        return entry.Restarts <= strategy.RetriesMax;
    }

    private void OnChildGone(ActorCell child)
    {
        if (Children.RemoveAll(entry => ReferenceEquals(entry.Cell, child)) == 0)
        {
            return;
        }

        if (_terminating && ChildCount == 0)
        {
            FinishTermination();
        }
        else if (Failure?.RestartCause is not null && StoppingChildren == 0)
        {
            FinishRestart();
        }
    }

    private sealed class Family
    {
        public List<Child> Children { get; } = [];

        /// <summary>Names given to children that came without one; none is given twice.</summary>
        public int NamesMade { get; set; }
    }

    private readonly record struct Child(
        ActorCell Cell, bool Stopping = false, int Restarts = 0, TimeSpan WindowStart = default);
}
