using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-34, judged at quiescence.</summary>
internal sealed class BoundedWaitMonitor : IOracle
{
    private readonly SortedSet<(int Unit, long Submission)> _underWay = [];

    public string Invariant => BoundedWait.Id;

    public InvariantKind Kind => InvariantKind.Final;

    public IReadOnlyList<Type> Listens { get; } = [typeof(DescriptorsSubmitted), typeof(SubmissionEnded)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case DescriptorsSubmitted submitted:
                _underWay.Add((submitted.Unit, submitted.Submission));
                break;
            case SubmissionEnded ended:
                _underWay.Remove((ended.Unit, ended.Submission));
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
        foreach ((int unit, long submission) in _underWay)
        {
            findings.Report(BoundedWait.OfSubmission(unit, submission));
        }
    }
}
