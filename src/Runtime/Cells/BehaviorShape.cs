using System.Collections.Concurrent;

namespace PhyrActors.Runtime;

/// <summary>The classes that a behaviour's handlers accept, shared by every instance of an actor class, with the
/// candidates for each message class met so far.</summary>
internal sealed class BehaviorShape
{
    private static readonly ConcurrentDictionary<Type, BehaviorShape[]> s_shapes = new();

    private readonly Type[] _accepts;

    // Open addressing by reference; replaced as a whole when it grows, so that readers need no lock.
    private Slot[] _slots = new Slot[16];

    private BehaviorShape(ReadOnlySpan<Handler> handlers)
    {
        _accepts = new Type[handlers.Length];
        for (int i = 0; i < handlers.Length; i++)
        {
            _accepts[i] = handlers[i].Accepts;
        }
    }

    public static BehaviorShape Of(Type actor, Behavior behavior)
    {
        ReadOnlySpan<Handler> handlers = behavior.Handlers;
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

    /// <summary>What is known of the message's class.</summary>
    public ref readonly Slot Find(object message)
    {
        nint address = message.GetType().TypeHandle.Value;
        Slot[] slots = _slots;
        int index = Hash(address) & (slots.Length - 1);
        while (slots[index].Address is not 0 and nint found)
        {
            if (found == address)
            {
                return ref slots[index];
            }

            index = (index + 1) & (slots.Length - 1);
        }

        Add(message.GetType());
        return ref Find(message);
    }

    private bool Fits(ReadOnlySpan<Handler> handlers)
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

    /// <summary>Addresses of method tables lie some hundred bytes apart.</summary>
    private static int Hash(nint address) => unchecked((int)(((ulong)address * 0x9E3779B97F4A7C15) >> 40));

    private void Add(Type message)
    {
        List<int> candidates = [];
        for (int i = 0; i < _accepts.Length; i++)
        {
            if (_accepts[i].IsAssignableFrom(message))
            {
                candidates.Add(i);
            }
        }

        int first = candidates.Count > 0 ? candidates[0] : -1;
        Slot added = new(message, message.TypeHandle.Value, first, [.. candidates.Skip(1)]);
        Slot[] old = _slots;
        int used = old.Count(slot => slot.Address != 0);
        Slot[] slots = new Slot[used * 4 >= old.Length ? old.Length * 2 : old.Length];
        foreach (Slot slot in old)
        {
            Insert(slots, slot);
        }

        Insert(slots, added);
        _slots = slots;
    }

    private static void Insert(Slot[] slots, Slot slot)
    {
        if (slot.Address == 0)
        {
            return;
        }

        int index = Hash(slot.Address) & (slots.Length - 1);
        while (slots[index].Address != 0)
        {
            index = (index + 1) & (slots.Length - 1);
        }

        slots[index] = slot;
    }

    /// <summary>A class of messages and the handlers that may take it, in the order of their listing.</summary>
    /// <param name="Message">Keeps the class loaded, and so its address from being another's.</param>
    /// <param name="Address">The class as the processor sees it; 0 in a free slot.</param>
    /// <param name="First">The index of the first handler; -1 when there is none.</param>
    /// <param name="Others">The indices of those that are asked after it.</param>
    public readonly record struct Slot(Type? Message, nint Address, int First, int[] Others);
}
