namespace PhyrActors.Runtime;

/// <summary>What all actors of a class have in common in one of their handlers.</summary>
/// <param name="Accepts">The class of messages that it sees.</param>
/// <param name="Kind">How it says whether it has taken one.</param>
/// <param name="Delegate">The index of its first delegate.</param>
internal readonly record struct HandledClass(Type Accepts, HandlerKind Kind, int Delegate);
