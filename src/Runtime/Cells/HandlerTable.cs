using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PhyrActors.Runtime;

/// <summary>From a message's class to those who may handle it, with one comparison and no second try: the multiplier
/// is chosen so that no two of the classes share a slot.</summary>
internal sealed class HandlerTable
{
    public static readonly HandlerTable Empty = new(new Slot[2], FirstMultiplier);

    private const ulong FirstMultiplier = 0x9E3779B97F4A7C15;

    // Before the table is made larger instead.
    private const int MultipliersTried = 64;

    private readonly Slot[] _slots;
    private readonly ulong _multiplier;
    private readonly int _shift;

    private HandlerTable(Slot[] slots, ulong multiplier)
    {
        (_slots, _multiplier) = (slots, multiplier);
        _shift = ShiftFor(slots.Length);
    }

    /// <summary>The class of an object as the processor sees it, which is what an object begins with; the look at
    /// its <see cref="Type"/> would be three more reads, one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint AddressOf(object message) =>
        Unsafe.Add(ref Unsafe.As<byte, nint>(ref Unsafe.As<Body>(message).First), -1);

    /// <summary>The slot where the message's class is, if the table has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly Slot Find(object message) => ref Unsafe.Add(
        ref MemoryMarshal.GetArrayDataReference(_slots), IndexOf(AddressOf(message), _multiplier, _shift));

    /// <summary>The same table with one class more, unless another thread has added it before.</summary>
    public HandlerTable With(Type message, HandledClass[] candidates)
    {
        List<Slot> used = [.. _slots.Where(slot => slot.Message is not null && slot.Message != message)];
        used.Add(Slot.Of(message, candidates));
        for (int length = _slots.Length; ; length *= 2)
        {
            ulong multiplier = FirstMultiplier;
            for (int tried = 0; tried < MultipliersTried; tried++)
            {
                if (TryPlace(used, length, multiplier) is { } slots)
                {
                    return new HandlerTable(slots, multiplier);
                }

                multiplier = unchecked((multiplier * FirstMultiplier) + 2);
            }
        }
    }

    private static Slot[]? TryPlace(List<Slot> used, int length, ulong multiplier)
    {
        Slot[] slots = new Slot[length];
        foreach (Slot slot in used)
        {
            ref Slot place = ref slots[IndexOf(slot.Address, multiplier, ShiftFor(length))];
            if (place.Message is not null)
            {
                return null;
            }

            place = slot;
        }

        return slots;
    }

    private static int ShiftFor(int length) => 64 - int.Log2(length);

    private static int IndexOf(nint address, ulong multiplier, int shift) =>
        unchecked((int)(((ulong)address * multiplier) >> shift));

    /// <summary>A class of messages and the handlers that may take it, in the order of their listing.</summary>
    /// <param name="Message">Keeps the class loaded, and so its address from being another's; null in a free
    /// slot.</param>
    /// <param name="Address">The class as the processor sees it.</param>
    /// <param name="Action">The index of the delegate that takes every message of the class; -1 when the candidates
    /// must be asked.</param>
    /// <param name="Candidates">All that accept the class.</param>
    public readonly record struct Slot(Type? Message, nint Address, int Action, HandledClass[] Candidates)
    {
        public static Slot Of(Type message, HandledClass[] candidates) => new(
            message,
            message.TypeHandle.Value,
            candidates is [{ Kind: HandlerKind.Action } first, ..] ? first.Delegate : -1,
            candidates);
    }

    /// <summary>Stands for any object, to get at what lies before its first field.</summary>
    private sealed class Body
    {
        public byte First;
    }
}
