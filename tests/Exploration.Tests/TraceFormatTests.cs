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

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(12)]
    public void A_step_costs_four_bytes_at_most_before_they_are_compressed(int drivers)
    {
        Trace trace = Runs.Traced(new CastProgram(drivers, rounds: 300 / drivers));

        TraceWriter writer = new();
        TraceBody.WriteSteps(writer, trace);

        Assert.Equal(
            [StepKind.Message, StepKind.Timer, StepKind.System, StepKind.Creation],
            trace.Steps.Select(static step => step.Kind).Distinct().Order());
        Assert.InRange(writer.ToArray().Length / (double)trace.Steps.Count, 1, 4);
    }

    [Fact]
    public void A_step_costs_less_than_three_bytes_in_the_file()
    {
        Trace trace = Runs.Traced(new RequestReplyProgram(4, 500, RequestReplyVariant.Plain));

        int length = Runs.Bytes(trace).Length;

        Assert.InRange(length, 1, 3 * trace.Steps.Count);
    }

    [Fact]
    public void Every_identity_is_computed_from_its_cause()
    {
        foreach (SmallProgram program in SmallPrograms.All)
        {
            Trace trace = Runs.Traced(program);

            Assert.Equal((program.Name, 0), (program.Name, IdentitiesSpeltOut(trace)));
        }
    }

    [Fact]
    public void A_body_with_any_changed_byte_is_refused_or_is_a_trace_that_can_be_run()
    {
        LossyLineProgram program = new(6, tick: true);
        byte[] body = TraceBody.Encode(LossyTrace());
        SplitMix64 random = new(7);

        for (int i = 0; i < 2000; i++)
        {
            byte[] changed = [.. body];
            changed[random.Below(body.Length)] ^= (byte)(1 + random.Below(255));
            if (TryDecode(changed, out Trace? trace))
            {
                Assert.NotNull(Replay.Run(program, trace));
            }
        }
    }

    [Fact]
    public void Every_shorter_body_is_refused()
    {
        byte[] body = TraceBody.Encode(LossyTrace());

        for (int length = 0; length < body.Length; length++)
        {
            Assert.False(TryDecode(body[..length], out _));
        }
    }

    [Fact]
    public void A_file_with_two_thousand_changes_anywhere_is_refused_each_time()
    {
        byte[] bytes = Runs.Bytes(LossyTrace());
        SplitMix64 random = new(8);

        for (int i = 0; i < 2000; i++)
        {
            byte[] changed = [.. bytes];
            for (int j = random.Below(4); j >= 0; j--)
            {
                changed[random.Below(bytes.Length)] ^= (byte)(1 + random.Below(255));
            }

            Assert.True(changed.AsSpan().SequenceEqual(bytes) || IsRefused(changed));
        }
    }

    [Fact]
    public void A_length_that_no_file_has_is_refused_before_anything_is_reserved_for_it()
    {
        byte[] bytes = Runs.Bytes(LossyTrace());
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(12), int.MaxValue / 8);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.True(IsRefused(bytes));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static int IdentitiesSpeltOut(Trace trace)
    {
        StepIdentities identities = new();
        int spelt = 0;
        foreach (TraceStep step in trace.Steps)
        {
            TraceWriter writer = new();
            identities.Write(writer, step);
            spelt += writer.ToArray().Length >= 8 ? 1 : 0;
        }

        return spelt;
    }

    private static bool TryDecode(byte[] body, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Trace? trace)
    {
        try
        {
            trace = TraceBody.Decode(body);
            return true;
        }
        catch (TraceFormatException)
        {
            trace = null;
            return false;
        }
    }

    private static bool IsRefused(byte[] file)
    {
        try
        {
            Runs.Read(file);
            return false;
        }
        catch (TraceFormatException refused)
        {
            return !refused.Message.Contains('\n', StringComparison.Ordinal);
        }
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
            step => $"{step} {step.ActorId} {step.Cause} {step.TimerKey} {string.Join(' ', step.Choices)}");
        return string.Join('\n', steps)
            + string.Join(' ', trace.StartChoices)
            + string.Join(' ', trace.Provenance.Mutations)
            + (trace with { StartChoices = [], Steps = [], Provenance = Provenance.None })
            + trace.Provenance.ProductVersion
            + trace.Provenance.ProgramText;
    }
}
