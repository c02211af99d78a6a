namespace PhyrActors.Exploration;

/// <summary>How simple a run is.</summary>
/// <param name="Deliveries">Messages delivered.</param>
/// <param name="Faults">Choices other than plain.</param>
/// <param name="FaultSum">What was chosen in these, summed: a smaller number is a simpler fault.</param>
/// <param name="Switches">How often the next delivery is at another actor.</param>
/// <param name="IsLucky">The violation is judged on what might have been: this run kept the right order by
/// luck.</param>
public readonly record struct RunMeasure(long Deliveries, int Faults, long FaultSum, int Switches, bool IsLucky)
{
    /// <summary>Shorter, or as long and with less that is not plain.</summary>
    internal bool IsSmallerThan(RunMeasure other) => Faults <= other.Faults && IsNotLuckierThan(other)
        && (Deliveries, Faults, FaultSum).CompareTo((other.Deliveries, other.Faults, other.FaultSum)) < 0;

    /// <summary>No longer, and easier to read.</summary>
    internal bool IsTidierThan(RunMeasure other) => Deliveries <= other.Deliveries && Faults <= other.Faults
        && IsNotLuckierThan(other) && (IsLucky != other.IsLucky || Switches < other.Switches);

    private bool IsNotLuckierThan(RunMeasure other) => !IsLucky || other.IsLucky;
}
