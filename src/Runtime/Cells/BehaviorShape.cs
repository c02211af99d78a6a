using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace PhyrActors.Runtime;

/// <summary>The classes that a behaviour's handlers accept, shared by every instance of an actor class, with the
/// candidates for each message class met so far.</summary>
internal sealed class BehaviorShape
{
    private static readonly ConcurrentDictionary<Type, BehaviorShape[]> s_shapes = new();

    private readonly Type[] _accepts;

    // Open addressing by reference; replaced as a whole when it grows, so that readers need no lock.
    private Slot[] _slots = new Slot[16];

    private BehaviorShape(Handler[] handlers) => _accepts = Array.ConvertAll(handlers, handler => handler.Accepts);

    public static BehaviorShape Of(Type actor, Handler[] handlers)
    {
        BehaviorShape[] known = s_shapes.GetValueOrDefault(actor, []);
        foreach (BehaviorShape shape in known)
        {
            if (shape.Fits(handlers))
            {
                return shape;
            }
        }

        BehaviorShape added = new(handlers);
        s_shapes.AddOrUpdate(actor, [added], (_, others) => [.. others, added]);
        return added;
    }

    /// <summary>The handlers that may take a message of this class, in the order of their listing.</summary>
    public int[] Candidates(Type message)
    {
        Slot[] slots = _slots;
        int index = RuntimeHelpers.GetHashCode(message) & (slots.Length - 1);
        while (slots[index].Message is { } found)
        {
            if (ReferenceEquals(found, message))
            {
                return slots[index].Candidates;
            }

            index = (index + 1) & (slots.Length - 1);
        }

        return Add(message);
    }

    private bool Fits(Handler[] handlers)
    {
        if (handlers.Length != _accepts.Length)
        {
            return false;
        }

        for (int i = 0; i < handlers.Length; i++)
        {
            if (!ReferenceEquals(handlers[i].Accepts, _accepts[i]))
            {
                return false;
            }
        }

        return true;
    }

    private int[] Add(Type message)
    {
        List<int> candidates = [];
        for (int i = 0; i < _accepts.Length; i++)
        {
            if (_accepts[i].IsAssignableFrom(message))
            {
                candidates.Add(i);
            }
        }

        Slot added = new(message, [.. candidates]);
        Slot[] old = _slots;
        int used = old.Count(slot => slot.Message is not null);
        Slot[] slots = new Slot[used * 2 >= old.Length ? old.Length * 2 : old.Length];
        foreach (Slot slot in old)
        {
            Insert(slots, slot);
        }

        Insert(slots, added);
        _slots = slots;
        return added.Candidates;
    }

    private static void Insert(Slot[] slots, Slot slot)
    {
        if (slot.Message is null)
        {
            return;
        }

        int index = RuntimeHelpers.GetHashCode(slot.Message) & (slots.Length - 1);
        while (slots[index].Message is not null)
        {
            index = (index + 1) & (slots.Length - 1);
        }

        slots[index] = slot;
    }

    private readonly record struct Slot(Type? Message, int[] Candidates);
}
