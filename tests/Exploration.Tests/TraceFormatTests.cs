namespace PhyrActors.Exploration.Tests;

public sealed class TraceFormatTests
{
    [Fact]
    public void What_was_written_is_read()
    {
        Trace trace = LossyTrace();

        Trace read = Runs.Read(Runs.Bytes(trace));

        Assert.Equal(Text(trace), Text(read));
    }

    [Fact]
    public void Every_single_changed_byte_is_refused()
    {
        byte[] bytes = Runs.Bytes(LossyTrace());

        for (int i = 0; i < bytes.Length; i++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] changed = [.. bytes];
                changed[i] ^= (byte)(1 << bit);
                Assert.Throws<TraceFormatException>(() => Runs.Read(changed));
            }
        }
    }

    [Fact]
    public void Every_shorter_file_is_refused()
    {
        byte[] bytes = Runs.Bytes(LossyTrace());

        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<TraceFormatException>(() => Runs.Read(bytes[..length]));
        }
    }

    [Fact]
    public void A_longer_file_is_refused()
    {
        byte[] bytes = [.. Runs.Bytes(LossyTrace()), 0];

        Assert.Throws<TraceFormatException>(() => Runs.Read(bytes));
    }

    [Fact]
    public void Another_version_is_refused_by_name()
    {
        byte[] bytes = Runs.Bytes(LossyTrace());
        bytes[8] = 9;

        TraceFormatException refused = Assert.Throws<TraceFormatException>(() => Runs.Read(bytes));

        Assert.Contains("version 9", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_costs_less_than_three_bytes()
    {
        ExploreOptions options = new() { StepsMax = 4000 };
        RunOutcome outcome = Runs.FirstFinding(new RequestReplyProgram(4, 2000, RequestReplyVariant.Plain), options);

        int length = Runs.Bytes(outcome.Trace!).Length;

        Assert.InRange(length, 1, 3 * 4000);
    }

    private static Trace LossyTrace()
    {
        Provenance provenance = new("0.1.0", "packets = 6 # größer", ["M1", "D-7"]);
        return Runs.FirstFinding(
            new LossyLineProgram(6, tick: true), new ExploreOptions { Provenance = provenance }).Trace!;
    }

    private static string Text(Trace trace)
    {
        IEnumerable<string> steps = trace.Steps.Select(
            step => $"{step} {step.ActorId} {string.Join(' ', step.Choices)}");
        return string.Join('\n', steps)
            + string.Join(' ', trace.Hashes)
            + string.Join(' ', trace.StartChoices)
            + string.Join(' ', trace.Provenance.Mutations)
            + (trace with { StartChoices = [], Steps = [], Hashes = [], Provenance = Provenance.None })
            + trace.Provenance.ProductVersion
            + trace.Provenance.ProgramText;
    }
}
