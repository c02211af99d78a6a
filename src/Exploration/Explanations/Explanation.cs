namespace PhyrActors.Exploration;

/// <summary>Why a run violates what it violates.</summary>
/// <param name="Trace">The run.</param>
/// <param name="Finding">The violation as this run shows it.</param>
/// <param name="Steps">All its deliveries, in order; other members name them by their place here, from 0.</param>
/// <param name="Violating">The delivery that shows the violation; at rest, the last one.</param>
/// <param name="Causal">What lies in its past, and itself.</param>
/// <param name="Edge">The order that nothing forces and that should be forced, or null.</param>
/// <param name="Flip">The race whose other outcome makes the run pass, or null.</param>
/// <param name="Differences">What is otherwise in that run; empty without one.</param>
/// <param name="RacesTried">How many races were turned around to find it.</param>
public sealed record Explanation(
    Trace Trace,
    Finding Finding,
    IReadOnlyList<StepAccount> Steps,
    int Violating,
    IReadOnlyList<int> Causal,
    StepOrder? Edge,
    Flip? Flip,
    IReadOnlyList<StepDifference> Differences,
    int RacesTried)
{
    /// <summary>The two deliveries whose order decides; null when no single order does.</summary>
    public StepOrder? Race => Flip?.Order ?? Edge;
}

/// <summary>Two deliveries, one of which comes or should come before the other.</summary>
/// <param name="First">The one before.</param>
/// <param name="Then">The one behind.</param>
public sealed record StepOrder(StepAccount First, StepAccount Then);

/// <summary>A race that decides.</summary>
/// <param name="Order">The order in which the run is bad; the other one is well.</param>
/// <param name="IsToRest">Whether the other run was followed until nothing was left to deliver, and not only through
/// the same messages.</param>
public sealed record Flip(StepOrder Order, bool IsToRest);

/// <summary>A delivery that does something else in the run that passes.</summary>
/// <param name="Step">The delivery, as the bad run has it.</param>
/// <param name="Here">What it publishes in the bad run.</param>
/// <param name="There">What it publishes in the good one.</param>
public sealed record StepDifference(StepAccount Step, IReadOnlyList<object> Here, IReadOnlyList<object> There);
