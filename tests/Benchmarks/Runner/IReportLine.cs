namespace PhyrActors.Benchmarks;

/// <summary>A line of a report: for people, or as one JSON object.</summary>
internal interface IReportLine
{
    string ToString();

    string ToJson();
}
