using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Entries that were cleared at once, and what became of their translations.</summary>
internal sealed class Removal(ReachWindow window, ulong firstPage, ulong endPage, Epoch cleared) : IPageSpan
{
    /// <summary>The window that the entries belong to.</summary>
    public ReachWindow Window { get; } = window;

    public ulong FirstPage { get; } = firstPage;

    public ulong EndPage { get; } = endPage;

    public Epoch Cleared { get; } = cleared;

    /// <summary>The latest submission that covers it.</summary>
    public Epoch Submitted { get; private set; }

    /// <summary>The first completion that covers it; index 0 until then.</summary>
    public Epoch Completed { get; private set; }

    public bool IsComplete => Completed.Index != 0;

    /// <summary>A submission covers the removal if it comes after the clearing.</summary>
    public bool TrySubmit(in Stamp stamp)
    {
        bool covers = !IsComplete && stamp.Follows(Cleared);
        Submitted = covers ? stamp.Here : Submitted;
        return covers;
    }

    public bool TryComplete(in Stamp stamp)
    {
        bool completes = !IsComplete;
        Completed = completes ? stamp.Here : Completed;
        return completes;
    }

    /// <summary>How far the removal is in the past of a step.</summary>
    public RemovalStep StepIn(in Stamp stamp) =>
        !stamp.Follows(Cleared) ? RemovalStep.None
        : Submitted.Index == 0 || !stamp.Follows(Submitted) ? RemovalStep.Cleared
        : !IsComplete || !stamp.Follows(Completed) ? RemovalStep.Submitted
        : RemovalStep.Completed;

    /// <summary>The first step of the removal that happened and is not in the past of another step; default when there is
    /// none.</summary>
    public Epoch MissingIn(in Stamp stamp) =>
        !stamp.Follows(Cleared) ? Cleared
        : !stamp.Follows(Submitted) ? Submitted
        : !stamp.Follows(Completed) ? Completed
        : default;
}
