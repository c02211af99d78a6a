namespace PhyrActors.Runtime;

/// <summary>How a handler says whether it has taken a message.</summary>
internal enum HandlerKind
{
    /// <summary>It takes every message of its class.</summary>
    Action,

    /// <summary>Its condition says so; the delegate of its action follows that of the condition.</summary>
    ConditionalAction,

    /// <summary>Its own result says so.</summary>
    Predicate,
}
