using PhyrActors.Model;
using PhyrActors.Scenarios;
using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Host;

/// <summary>What is known of a kernel's findings, and what is news.</summary>
internal static class KernelText
{
    /// <summary>Why a finding is no news, or that it is; nothing for a kernel without quirks.</summary>
    public static string RemarkOn(string invariant, KernelVersion kernel, ExpectedFindings expected)
    {
        IReadOnlyList<string> quirks = expected.QuirksBehind(invariant);
        return kernel.Quirks.Count == 0 ? string.Empty
            : quirks.Count == 0 ? $"NEWS: not on the list of {kernel}"
            : $"expected of {kernel}: {string.Join(", ", quirks)}";
    }

    public static void Write(
        TextReport text, IReadOnlyList<FindingCount> findings, KernelVersion kernel, ExpectedFindings expected)
    {
        if (findings.Count == 0)
        {
            return;
        }

        text.Heading("Schedules by the invariant that broke first");
        foreach (FindingCount count in findings)
        {
            text.Row(
                count.Invariant,
                Units.Count(count.Schedules),
                RemarkOn(count.Invariant, kernel, expected));
        }
    }
}
