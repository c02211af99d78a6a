namespace PhyrActors.Exploration;

/// <summary>How many continuations of a run fail.</summary>
/// <param name="Runs">Continuations that were run.</param>
/// <param name="Failing">Those that violate what the trace violates.</param>
/// <param name="FailingOtherwise">Those that violate something else.</param>
/// <param name="Branches">The same by the first delivery behind the branch, the most failing first.</param>
public sealed record BranchShares(
    long Runs, long Failing, long FailingOtherwise, IReadOnlyList<BranchShare> Branches);

/// <summary>Continuations that begin alike.</summary>
/// <param name="Next">Their first delivery, in words.</param>
/// <param name="Runs">How many there were.</param>
/// <param name="Failing">How many of them violate what the trace violates.</param>
public sealed record BranchShare(string Next, long Runs, long Failing);

/// <summary>Counts continuations.</summary>
internal sealed class BranchTally(Symptom symptom)
{
    private readonly List<BranchShare> _branches = [];
    private long _runs;
    private long _failing;
    private long _otherwise;

    public void Add(string? next, IReadOnlyList<Finding> findings)
    {
        bool fails = symptom.In(findings) is not null;
        _runs++;
        _failing += fails ? 1 : 0;
        _otherwise += !fails && findings.Count > 0 ? 1 : 0;
        string name = next ?? "nothing";
        int index = _branches.FindIndex(branch => branch.Next == name);
        if (index < 0)
        {
            index = _branches.Count;
            _branches.Add(new BranchShare(name, 0, 0));
        }

        BranchShare old = _branches[index];
        _branches[index] = old with { Runs = old.Runs + 1, Failing = old.Failing + (fails ? 1 : 0) };
    }

    public BranchShares Shares() => new(_runs, _failing, _otherwise,
    [
        .. _branches
            .OrderByDescending(static branch => (double)branch.Failing / branch.Runs)
            .ThenByDescending(static branch => branch.Runs),
    ]);
}
