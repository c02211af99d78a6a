namespace PhyrActors.Model;

/// <summary>I-21: what is charged for a pin is taken back from the same address space, the sum never passes the limit
/// and never falls below zero.</summary>
public static class MemlockBalance
{
    public const string Id = "I-21";

    /// <summary>Judges a charge by the sum that it makes.</summary>
    public static Violation? OfCharge(int process, int mm, long pages, ulong limitPages) =>
        pages <= 0 || (ulong)pages <= limitPages
            ? null
            : new Violation(Id, $"mm {mm} of process {process} has {pages} pages charged, above {limitPages}");

    /// <summary>Judges a charge that is taken back.</summary>
    /// <param name="process">The process.</param>
    /// <param name="mm">The address space that it is taken back from.</param>
    /// <param name="pin">The pin.</param>
    /// <param name="chargedMm">The address space that was charged for it, or null for none.</param>
    /// <param name="pages">The sum that is left.</param>
    public static Violation? OfUncharge(int process, int mm, long pin, int? chargedMm, long pages)
    {
        if (chargedMm != mm)
        {
            string charged = chargedMm is null ? "nothing" : $"mm {chargedMm}";
            return new Violation(
                Id, $"the charge for pin {pin} of process {process} was taken from mm {mm}, and {charged} was charged");
        }

        return pages >= 0
            ? null
            : new Violation(Id, $"mm {mm} of process {process} has {pages} pages charged");
    }
}
