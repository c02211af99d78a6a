namespace PhyrActors.Scenarios;

/// <summary>The actors of a world: named first, and then made in that order or in reverse.</summary>
internal sealed class Cast
{
    private readonly List<Part> _parts = [];

    /// <param name="name">The actor's name.</param>
    /// <param name="make">Makes it; may use the references of all parts.</param>
    public Part Add<TActor>(string name, Func<TActor> make)
        where TActor : ActorBase
    {
        Part part = new(name, Props.Create(make));
        _parts.Add(part);
        return part;
    }

    /// <exception cref="ConfigurationException">In reverse on real threads: there an actor begins before those that it
    /// needs are named.</exception>
    public void Create(ActorSystem system, bool reversed)
    {
        if (!reversed)
        {
            _parts.ForEach(part => part.Ref = system.ActorOf(part.Props, part.Name));
        }
        else if (system is ControlledSystem)
        {
            // Children begin when the step of their parent is over: by then every one of them has its reference.
            system.ActorOf(Props.Create(() => new Reversed(_parts)), nameof(Reversed));
        }
        else
        {
            throw new ConfigurationException("key 'world.reverse': actors on real threads are made in order only");
        }
    }

    /// <summary>One actor to be.</summary>
    internal sealed class Part(string name, Props props)
    {
        public string Name => name;

        public Props Props => props;

        /// <summary>For use within actors: nobody until the actors are being made.</summary>
        public IActorRef Ref { get; set; } = ActorRefs.Nobody;
    }

    /// <summary>The parent of a cast that is made in reverse.</summary>
    private sealed class Reversed : ReceiveActor
    {
        public Reversed(List<Part> parts)
        {
            for (int i = parts.Count - 1; i >= 0; i--)
            {
                parts[i].Ref = Context.ActorOf(parts[i].Props, parts[i].Name);
            }
        }
    }
}
