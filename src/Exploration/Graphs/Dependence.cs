namespace PhyrActors.Exploration;

/// <summary>Which deliveries depend on each other: the one relation behind races, classes and reduction.</summary>
/// <remarks>Two deliveries are dependent when they go to the same mailbox and are not declared commuting, or when their
/// footprints meet with a write. Everything else that orders them is causality.</remarks>
internal sealed class Dependence(ICommuting? commuting)
{
    public ICommuting? Commuting => commuting;

    /// <summary>Whether this actor's deliveries are all dependent on each other.</summary>
    public bool IsTotal(Type actor) => commuting is null || !commuting.Declares(actor);

    /// <param name="left">One delivery.</param>
    /// <param name="leftTouches">Its footprint; empty while it is not known.</param>
    /// <param name="right">Another delivery.</param>
    /// <param name="rightTouches">Its footprint.</param>
    public bool AreDependent(
        in Delivery left, ReadOnlySpan<Touch> leftTouches, in Delivery right, ReadOnlySpan<Touch> rightTouches) =>
        (left.ActorId == right.ActorId && !Commute(left, right)) || Meet(leftTouches, rightTouches);

    /// <summary>Whether two deliveries to one mailbox are declared commuting; timers and messages of the runtime
    /// commute with nothing.</summary>
    public bool Commute(in Delivery left, in Delivery right) =>
        commuting is not null
        && left.Kind == StepKind.Message && right.Kind == StepKind.Message
        && commuting.Declares(left.ReceiverType)
        && commuting.Commute(left.ReceiverType, left.Message, right.Message);

    public static bool Meet(ReadOnlySpan<Touch> left, ReadOnlySpan<Touch> right)
    {
        foreach (Touch touch in left)
        {
            foreach (Touch other in right)
            {
                if (touch.Meets(other))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
