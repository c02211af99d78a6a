namespace PhyrActors.Exploration;

/// <summary>One delivery of a run: what dependence is judged from.</summary>
/// <param name="Id">The message's identity, the same in every run in which it occurs.</param>
/// <param name="Kind">What was delivered.</param>
/// <param name="ActorId">The receiver's identity.</param>
/// <param name="ReceiverType">The receiver's class.</param>
/// <param name="Message">What was delivered.</param>
internal readonly record struct Delivery(
    ulong Id, StepKind Kind, ulong ActorId, Type ReceiverType, object Message)
{
    public static Delivery Of(in StepView view) =>
        new(view.Id, view.Kind, view.ActorId, view.ReceiverType, view.Message);
}
