namespace PhyrActors.Exploration;

/// <summary>How much rarer timers are than messages in one run.</summary>
/// <param name="RarityLog2">A timer's chance to be next is 1/2^this of a message's.</param>
internal readonly record struct TimerWeight(int RarityLog2)
{
    /// <summary>Makes a timer's priority as rare among the largest as its chance says; a message's stays.</summary>
    /// <remarks>The key u^(1/w) gives the largest of uniform draws to each with its weight w: Efraimidis and Spirakis,
    /// "Weighted random sampling with a reservoir", 2006.</remarks>
    public ulong Weigh(ulong priority, StepKind kind)
    {
        for (int i = 0; kind == StepKind.Timer && i < RarityLog2; i++)
        {
            priority = Math.BigMul(priority, priority, out _);
        }

        return priority;
    }
}
