using PhyrActors.Actors;
using PhyrActors.Exploration;

namespace PhyrActors.Scenarios;

/// <summary>How to bring a violation about on a real machine: where to delay, and what to let fail.</summary>
internal static class Provocation
{
    /// <summary>One sentence a line.</summary>
    public static IEnumerable<string> Of(Explanation why)
    {
        bool isTold = false;
        foreach (string text in Delays(why).Concat(Faults(why)).Concat(Refusals(why)))
        {
            isTold = true;
            yield return text;
        }

        if (!isTold)
        {
            yield return "no timing and no fault are needed: the calls above are enough";
        }
    }

    private static IEnumerable<string> Delays(Explanation why)
    {
        if (why.Flip is { } flip)
        {
            yield return Delay(why, flip.Order.Then, flip.Order.First);
        }
        else if (why.Edge is { } edge)
        {
            yield return Delay(why, edge.First, edge.Then);
        }
    }

    private static string Delay(Explanation why, StepAccount late, StepAccount early)
    {
        StepAccount delayed = late;
        while (KernelStep.Of(delayed).Place is null && why.Steps.FirstOrDefault(step => step.Step == delayed.Cause)
            is { } cause)
        {
            delayed = cause;
        }

        KernelStep step = KernelStep.Of(delayed);
        string via = ReferenceEquals(delayed, late)
            ? string.Empty
            : $", which leads to step {late.Step} of the hardware";
        return step.Place is null
            ? $"step {late.Step} must come late, and no function of the kernel leads to it"
            : $"mdelay(10) in a kprobe on {step.Place} (step {delayed.Step}){via}, until step {early.Step} "
                + $"({KernelStep.Of(early).Short}) is done";
    }

    private static IEnumerable<string> Faults(Explanation why) =>
        from step in why.Steps
        from fault in step.Faults
        let during = $"{KernelStep.Of(step).Where} (step {step.Step})"
        select ProvokedFault.Of(fault.Site, during) ?? (fault.Site.EndsWith(".cut", StringComparison.Ordinal)
            ? $"mdelay(10) inside the loop of {during}, after {fault.Chosen} of {fault.Count}"
            : $"{fault.Site} = {fault.Chosen} of {fault.Count} in {during}");

    private static IEnumerable<string> Refusals(Explanation why) =>
        from index in why.Causal
        let step = why.Steps[index]
        where step.Message is IommuDomainProtocol.AllocRefused or GupPinnerProtocol.PinRefused
            or AddressSpaceProtocol.ForkRefused or DmaMappingProtocol.MapRefused
        select $"fail_function on should_failslab or should_fail_alloc_page while {KernelStep.Of(step).Where} runs "
            + $"(step {step.Step})";
}
