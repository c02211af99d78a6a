using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>A finding in words.</summary>
internal static class FindingText
{
    private const int MessageCharsMax = 300;

    /// <param name="text">Where to.</param>
    /// <param name="finding">What.</param>
    /// <param name="remark">What is known of it; empty for nothing.</param>
    public static void Write(TextReport text, Finding finding, string remark = "")
    {
        text.Line($"VIOLATION {finding.Invariant}");
        if (remark.Length > 0)
        {
            text.Line($"  {remark}");
        }

        text.Line($"  {finding.Text}");
        text.Line($"  at        {PlaceOf(finding)}");
        if (finding.MissingEdge is { } edge)
        {
            text.Line($"  missing   {edge} should have come before, and nothing orders it so");
        }
    }

    private static string PlaceOf(Finding finding) => finding switch
    {
        { Actor.Length: 0, Step: 0 } => "no single step",
        { Actor.Length: 0 } => $"the end, after step {finding.Step}",
        { Message.Length: 0 } => finding.Actor,
        _ => $"step {finding.Step}: {finding.Actor} handles {Cut(finding.Message)}",
    };

    private static string Cut(string message) =>
        message.Length <= MessageCharsMax ? message : message[..MessageCharsMax] + " ...";
}
