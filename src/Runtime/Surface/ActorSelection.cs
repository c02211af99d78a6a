namespace PhyrActors.Runtime;

/// <summary>Whoever lives behind a path, which may hold wildcards, when a message gets there.</summary>
/// <remarks>A message travels along the path from actor to actor, each of which knows its own children: what is sent
/// to the same actor by its reference may overtake it.</remarks>
public sealed class ActorSelection : ICanTell
{
    private const string Everybody = "**";

    private readonly LocalActorRef _anchor;
    private readonly string[] _elements;

    private ActorSelection(LocalActorRef anchor, string[] elements)
    {
        int deep = Array.IndexOf(elements, Everybody);
        if (deep >= 0 && deep != elements.Length - 1)
        {
            throw new IllegalActorNameException("A double wildcard can only be the last element of a path.");
        }

        (_anchor, _elements) = (anchor, elements);
    }

    internal ActorSystem System => _anchor.Cell.System;

    /// <summary>Sends in the name of the actor whose handler is running.</summary>
    public void Tell(object message) => _anchor.Tell(Packed(message));

    public void Tell(object message, IActorRef sender) => _anchor.Tell(Packed(message), sender);

    /// <summary>The one who answers first.</summary>
    /// <remarks>The task fails with <see cref="ActorNotFoundException"/> when nobody lives there, or answers in
    /// time.</remarks>
    public async Task<IActorRef> ResolveOne(TimeSpan timeout)
    {
        ActorIdentity identity;
        try
        {
            identity = await this.Ask<ActorIdentity>(new Identify(string.Empty), timeout).ConfigureAwait(false);
        }
        catch (AskTimeoutException late)
        {
            throw new ActorNotFoundException($"Nobody behind {this} answered in time.", late);
        }

        return identity.Subject ?? throw new ActorNotFoundException($"Nobody lives behind {this}.");
    }

    public override string ToString() =>
        $"ActorSelection[Anchor({_anchor.Path}), Path({string.Join('/', _elements)})]";

    private object Packed(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _elements.Length == 0 ? message : new ActorSelectionMessage(message, _elements, 0, false);
    }

    /// <param name="system">Whose tree.</param>
    /// <param name="from">Where a path without leading slash begins; null is the root.</param>
    /// <param name="path">Such as <c>/user/a</c>, <c>../b</c>, <c>*</c>, or a whole path with its system.</param>
    internal static ActorSelection Of(ActorSystem system, LocalActorRef? from, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string address = $"akka://{system.Name}/";
        bool isWhole = path.StartsWith(address, StringComparison.Ordinal);
        string[] elements = (isWhole ? path[address.Length..] : path)
            .Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (from is not null && !isWhole && !path.StartsWith('/'))
        {
            return new(from, elements);
        }

        // Everything that lives is below the guardian: a path that begins elsewhere leads to nobody.
        return elements is [var first, ..] && first == system.UserGuardian.Cell.Name
            ? new(system.UserGuardian, elements[1..])
            : new(system.UserGuardian, ["..", .. elements]);
    }
}

/// <summary>A message on its way along a path.</summary>
/// <param name="Message">What is delivered where the path ends.</param>
/// <param name="Elements">The path.</param>
/// <param name="Next">The index of the element that the receiver resolves.</param>
/// <param name="IsFannedOut">Whether it is one of several; then a path that leads nowhere is no loss.</param>
internal sealed record ActorSelectionMessage(object Message, string[] Elements, int Next, bool IsFannedOut)
    : IAutoReceivedMessage, INotInfluenceReceiveTimeout
{
    public string Element => Elements[Next];

    /// <summary>What the actor that the present element names is sent.</summary>
    public object Onward => Next == Elements.Length - 1 ? Message : this with { Next = Next + 1 };
}
