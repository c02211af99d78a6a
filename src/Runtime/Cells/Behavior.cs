using System.Runtime.CompilerServices;

namespace PhyrActors.Runtime;

/// <summary>What an actor does with messages at present: the delegates of its handlers, and the shape that says which
/// of them see a message.</summary>
/// <remarks>The shape has looked at a message's class already: the delegates are called without looking again, and
/// what they are is taken on trust.</remarks>
internal readonly struct Behavior
{
    // The same for all actors of a class that list the same; null while they are listed.
    private readonly BehaviorShape? _shape;

    // The only delegate, an array of them, or the list that is being written: every idle actor has one of these.
    private readonly object _handlers;

    private Behavior(BehaviorShape? shape, object handlers) => (_shape, _handlers) = (shape, handlers);

    /// <summary>Where handlers can be added; null once the list is complete.</summary>
    public BehaviorListing? Listing => _shape is null ? (BehaviorListing)_handlers : null;

    public static Behavior BeginListing() => new(null, BehaviorListing.Begin());

    /// <summary>The list is complete.</summary>
    public Behavior Seal(Type actor)
    {
        BehaviorListing listing = (BehaviorListing)_handlers;
        return new Behavior(BehaviorShape.Of(actor, listing.Classes), listing.End());
    }

    /// <summary>Runs the first handler whose class fits and that does not decline.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryHandle(object message)
    {
        ref readonly HandlerTable.Slot slot = ref _shape!.Find(message);
        if (slot.Action < 0)
        {
            return TryCandidates(slot.Candidates, message);
        }

        Unsafe.As<Action<object>>(DelegateAt(slot.Action))(message);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private object DelegateAt(int index) =>
        _shape!.HasOneDelegate ? _handlers : Unsafe.As<Delegate[]>(_handlers)[index];

    private bool TryCandidates(HandledClass[] candidates, object message)
    {
        foreach (HandledClass candidate in candidates)
        {
            if (TryHandle(candidate, message))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryHandle(HandledClass handler, object message)
    {
        object first = DelegateAt(handler.Delegate);
        if (handler.Kind == HandlerKind.Action)
        {
            Unsafe.As<Action<object>>(first)(message);
            return true;
        }

        bool takes = Unsafe.As<Predicate<object>>(first)(message);
        if (takes && handler.Kind == HandlerKind.ConditionalAction)
        {
            Unsafe.As<Action<object>>(DelegateAt(handler.Delegate + 1))(message);
        }

        return takes;
    }
}
