namespace PhyrActors.Actors;

/// <summary>How far a pin of a file's folios has come.</summary>
internal sealed class FolioPin(GupPinnerProtocol.MemfdPinFolios call, IActorRef requester)
{
    private readonly List<PinnedRun> _taken = [];

    public GupPinnerProtocol.MemfdPinFolios Call { get; } = call;

    public IActorRef Requester { get; } = requester;

    /// <summary>In the end there is to be a pin a page.</summary>
    public bool IsPerPage { get; init; }

    public ulong First => Call.Start >> Pfn.FrameSizeLog2;

    /// <summary>The page of the last byte, inclusive.</summary>
    public ulong Last => Call.End >> Pfn.FrameSizeLog2;

    /// <summary>One pin each, on the folio's first page.</summary>
    public IReadOnlyList<PinnedRun> Taken => _taken;

    /// <summary>Where in the file the first folio begins, in bytes.</summary>
    public ulong FirstFolioBytes { get; private set; }

    /// <summary>A folio taken may not be pinned for long.</summary>
    public bool NeedsMigration { get; private set; }

    /// <summary>Why it ends once everything has gone back.</summary>
    public Errno Failed { get; set; }

    public void Add(FolioManagerProtocol.FoliosTaken taken)
    {
        FirstFolioBytes = _taken.Count == 0 ? taken.FirstPage << Pfn.FrameSizeLog2 : FirstFolioBytes;
        NeedsMigration |= taken.NeedsMigration;
        _taken.AddRange(taken.Runs.Span);
    }

    /// <summary>The pages asked for, folio by folio.</summary>
    public PinnedRun[] Pages()
    {
        PinnedRun[] runs = new PinnedRun[_taken.Count];
        ulong page = FirstFolioBytes >> Pfn.FrameSizeLog2;
        for (int i = 0; i < runs.Length; i++)
        {
            FrameBlock folio = _taken[i].Folio;
            ulong first = Math.Max(First, page);
            ulong end = Math.Min(Last + 1, page + folio.Frames);
            runs[i] = new PinnedRun(folio.Head + (first - page), (int)(end - first), folio);
            page += folio.Frames;
        }

        return runs;
    }

    public void Restart()
    {
        _taken.Clear();
        NeedsMigration = false;
    }
}
