namespace PhyrActors.Model;

/// <summary>Fills a <see cref="RangeCpu"/>, the compressed form that long-lived pins keep.</summary>
public sealed class RangeCpuSink : ICpuSink
{
    private RangeCpuBuilder? _builder;
    private ulong _lengthBytes;
    private ulong _endInFrameBytes;

    public string? WhyNot(CpuRange range) =>
        Refusals.TooLong(_lengthBytes, range)
        ?? Refusals.Lent(range)
        ?? Refusals.InsideFrame(_lengthBytes, _endInFrameBytes, range);

    public void Append(CpuRange range)
    {
        Refusals.ThrowIf(WhyNot(range));
        _builder ??= new RangeCpuBuilder(range.OffsetInFrameBytes);
        _builder.AppendRun(Pfn.Of(range.Phyr.Start), range.Frames);
        Count(range);
    }

    public void Append(Pfn start, ulong frames, FrameBlock folio)
    {
        CpuRange range = new(new Phyr(start.Address, frames << Pfn.FrameSizeLog2));
        Refusals.ThrowIf(WhyNot(range));
        _builder ??= new RangeCpuBuilder();
        _builder.Append(start, frames, folio);
        Count(range);
    }

    public IRangeStorage<CpuRange> Finish() =>
        (_builder ?? new RangeCpuBuilder()).Build(_lengthBytes);

    private void Count(CpuRange range)
    {
        _lengthBytes += range.LengthBytes;
        _endInFrameBytes = (range.Phyr.Last.Value & PageSize.Size4KiB.OffsetMask) is var last
            && last == PageSize.Size4KiB.OffsetMask ? 0 : last + 1;
    }
}
