namespace PhyrActors.Actors;

/// <summary>How far a pin has come.</summary>
internal sealed class PinInProgress(
    long number, VirtAddr start, ulong lengthBytes, FollFlags flags, IActorRef requester)
{
    public long Number { get; } = number;

    /// <summary>A page's first byte.</summary>
    public VirtAddr Start { get; } = start;

    /// <summary>Whole pages.</summary>
    public ulong LengthBytes { get; } = lengthBytes;

    public FollFlags Flags { get; } = flags;

    public IActorRef Requester { get; } = requester;

    /// <summary>What is asked for of the first and the last page; null: all of them.</summary>
    public (ulong FirstOffsetBytes, ulong LengthBytes)? Bytes { get; init; }

    /// <summary>An array of pages is asked for, of which fewer may be had; null: a range, all or nothing.</summary>
    public List<Pfn>? Pages { get; init; }

    /// <summary>Never the fast path, which takes no flag that asks for a split (mm/gup.c:gup_fast_fallback).</summary>
    public bool IsSlow { get; init; } = flags.HasFlag(FollFlags.SplitPmd);

    public ulong ChargedPages { get; init; }

    public RangeCpuBuilder Builder { get; init; } = new();

    /// <summary>The caller's storage, filled as batches come; null: none, or one that could not go on.</summary>
    public ICpuSink? Sink { get; set; }

    public ulong PinnedBytes { get; private set; }

    public bool SlowNext { get; set; }

    /// <summary>Why it ends once the batch under way is settled.</summary>
    public Errno Failed { get; set; }

    /// <summary>The batch whose folios are on their way to where they may be pinned.</summary>
    public ReadOnlyMemory<PinnedRun> Migrating { get; set; }

    public bool IsGet => Flags.HasFlag(FollFlags.Get);

    public bool IsComplete => PinnedBytes >= LengthBytes;

    public void Append(ReadOnlySpan<PinnedRun> runs)
    {
        foreach (PinnedRun run in runs)
        {
            Fill(run);
            PinnedBytes += run.LengthBytes;
            if (Pages is null)
            {
                Builder.Append(run.Frame, (ulong)run.Pages, run.Folio);
                continue;
            }

            for (int page = 0; page < run.Pages; page++)
            {
                Pages.Add(run.Frame + (ulong)page);
            }
        }
    }

    /// <summary>A storage that cannot hold a run ends the pin: what is pinned goes back, this run too.</summary>
    private void Fill(PinnedRun run)
    {
        if (Sink is null)
        {
            return;
        }

        ulong skipBytes = Bytes is { } asked && PinnedBytes == 0 ? asked.FirstOffsetBytes : 0;
        ulong endBytes = Bytes is { } bytes ? bytes.FirstOffsetBytes + bytes.LengthBytes : LengthBytes;
        ulong takenBytes = Math.Min(run.LengthBytes, endBytes - PinnedBytes) - skipBytes;
        bool isWhole = takenBytes == run.LengthBytes;
        CpuRange piece = new(new Phyr(run.Frame.Address + skipBytes, takenBytes));
        string? refusal = isWhole ? Sink.WhyNot(run.Frame, (ulong)run.Pages, run.Folio) : Sink.WhyNot(piece);
        if (refusal is not null)
        {
            (Sink, Failed) = (null, Errno.EOPNOTSUPP);
        }
        else if (isWhole)
        {
            Sink.Append(run.Frame, (ulong)run.Pages, run.Folio);
        }
        else
        {
            Sink.Append(piece);
        }
    }

    public RangeCpu Build() =>
        Bytes is { } bytes && IsComplete ? Builder.Build(bytes.LengthBytes) : Builder.Build();
}
