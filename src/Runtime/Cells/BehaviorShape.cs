using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PhyrActors.Runtime;

/// <summary>The classes that a behaviour's handlers accept, shared by every instance of an actor class, with the
/// candidates for each message class met so far.</summary>
internal sealed class BehaviorShape
{
    private static readonly ConcurrentDictionary<Type, BehaviorShape[]> s_shapes = new();

    private readonly HandledClass[] _handlers;

    // Replaced as a whole when it grows, so that readers need no lock.
    private HandlerTable _table = HandlerTable.Empty;

    private BehaviorShape(List<HandledClass> handlers)
    {
        _handlers = [.. handlers];
        HasOneDelegate = handlers is [{ Kind: not HandlerKind.ConditionalAction }];
    }

    public bool HasOneDelegate { get; }

    public static BehaviorShape Of(Type actor, List<HandledClass> handlers)
    {
        BehaviorShape[] known = s_shapes.GetValueOrDefault(actor, []);
        foreach (BehaviorShape shape in known)
        {
            if (CollectionsMarshal.AsSpan(handlers).SequenceEqual(shape._handlers))
            {
                return shape;
            }
        }

        BehaviorShape added = new(handlers);
        s_shapes.AddOrUpdate(actor, [added], (_, others) => [.. others, added]);
        return added;
    }

    /// <summary>What is known of the message's class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly HandlerTable.Slot Find(object message)
    {
        ref readonly HandlerTable.Slot slot = ref _table.Find(message);
        if (slot.Address == HandlerTable.AddressOf(message))
        {
            return ref slot;
        }

        return ref Meet(message);
    }

    /// <summary>Takes a class of messages into the table.</summary>
    private ref readonly HandlerTable.Slot Meet(object message)
    {
        Type met = message.GetType();
        HandledClass[] candidates = Array.FindAll(_handlers, handler => handler.Accepts.IsAssignableFrom(met));
        HandlerTable table = _table.With(met, candidates);
        _table = table;
        ref readonly HandlerTable.Slot slot = ref table.Find(message);
        if (slot.Message != met)
        {
            throw new PlatformNotSupportedException("Objects do not begin with the address of their class here.");
        }

        return ref slot;
    }
}
