namespace PhyrActors.Host;

/// <summary>The samples of a run, a line each.</summary>
internal static class HeldText
{
    public static void Write(TextReport text, IReadOnlyList<HeldSample> samples)
    {
        if (samples.Count == 0)
        {
            return;
        }

        text.Heading("Held over time");
        text.Line(Columns(
            "virtual time", "pinned", "chunks", "packed/GiB", "windows", "free frames", "managed memory"));
        foreach (HeldSample sample in samples)
        {
            text.Line(Columns(
                Units.Long(sample.Model.At.TotalSeconds),
                Units.Bytes(sample.Model.PinnedBytes),
                Units.Count(sample.Model.Pinned.Chunks),
                Units.Bytes(sample.Model.Pinned.BytesPerGiB.Packed),
                Units.Count(sample.Model.LiveWindows),
                Units.Count(sample.Model.FreeFrames),
                Units.Bytes(sample.ManagedBytes)));
        }
    }

    private static string Columns(params ReadOnlySpan<string> values)
    {
        Span<int> widths = [14, 10, 10, 12, 9, 14, 16];
        string line = string.Empty;
        for (int column = 0; column < values.Length; column++)
        {
            line += "  " + values[column].PadLeft(widths[column]);
        }

        return line;
    }
}
