namespace PhyrActors.Exploration;

/// <summary>Watches runs for the orders of message classes and for races in mailboxes.</summary>
internal sealed class OrderWatch
{
    /// <summary>Classes told apart at one class of actor: the bits of a word.</summary>
    public const int ClassesMax = 64;

    private readonly Dictionary<Type, ActorClass> _classes = [];
    private readonly List<ActorClass> _classList = [];
    private readonly Dictionary<ulong, Mailbox> _mailboxes = [];
    private readonly List<Mailbox> _mailboxList = [];
    private Dense<Actor> _actors;
    private int _step;

    /// <summary>A run begins.</summary>
    public void Begin()
    {
        _actors.Clear();
        _step = 0;
    }

    public void OnStep(in StepView step)
    {
        _step++;
        ref Actor actor = ref _actors[step.Serial];
        if (actor.Class is null)
        {
            actor.Class = ClassOf(step.ReceiverType);
            actor.Mailbox = MailboxOf(step);
        }

        if (step.Kind == StepKind.Creation)
        {
            return;
        }

        int message = actor.Class.IndexOf(step.Message.GetType());
        actor.Class.Before[message] |= actor.Seen;
        actor.Seen |= 1UL << message;
        if (actor.LastStep > step.Cause && actor.LastChannel != step.Channel)
        {
            actor.Mailbox!.Races++;
        }

        (actor.LastStep, actor.LastChannel) = (_step, step.Channel);
    }

    /// <summary>What was seen since the last time.</summary>
    public OrderNotes Take()
    {
        OrderNotes notes = new(
            [.. _classList.Where(static c => c.Messages.Count > 0).Select(static c => c.ToRows())],
            [.. _mailboxList.Where(static m => m.Races > 0).Select(static m => new MailboxRaces(m.Path, m.Races))]);
        _classes.Clear();
        _classList.Clear();
        _mailboxes.Clear();
        _mailboxList.Clear();
        return notes;
    }

    private ActorClass ClassOf(Type type)
    {
        if (!_classes.TryGetValue(type, out ActorClass? found))
        {
            found = new ActorClass(type.Name);
            _classes.Add(type, found);
            _classList.Add(found);
        }

        return found;
    }

    private Mailbox MailboxOf(in StepView step)
    {
        if (!_mailboxes.TryGetValue(step.ActorId, out Mailbox? found))
        {
            found = new Mailbox(StepText.Actor(step.Receiver));
            _mailboxes.Add(step.ActorId, found);
            _mailboxList.Add(found);
        }

        return found;
    }

    private struct Actor
    {
        public ActorClass? Class;
        public Mailbox? Mailbox;
        public ulong Seen;
        public int LastStep;
        public int LastChannel;
    }

    private sealed class Mailbox(string path)
    {
        public string Path => path;

        public long Races { get; set; }
    }

    private sealed class ActorClass(string name)
    {
        private readonly Dictionary<Type, int> _indices = [];

        public List<string> Messages { get; } = [];

        public ulong[] Before { get; } = new ulong[ClassesMax];

        /// <summary>Beyond the last place all share it.</summary>
        public int IndexOf(Type message)
        {
            if (!_indices.TryGetValue(message, out int index))
            {
                index = Math.Min(Messages.Count, ClassesMax - 1);
                _indices.Add(message, index);
                if (Messages.Count < ClassesMax)
                {
                    Messages.Add(message.Name);
                }
            }

            return index;
        }

        public OrderRows ToRows() => new(name, [.. Messages], [.. Before[..Messages.Count]]);
    }
}
