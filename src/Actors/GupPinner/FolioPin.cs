namespace PhyrActors.Actors;

/// <summary>How far a pin of a file's folios has come.</summary>
internal sealed class FolioPin(GupPinnerProtocol.MemfdPinFolios call, IActorRef requester)
{
    private readonly List<PinnedRun> _taken = [];

    public GupPinnerProtocol.MemfdPinFolios Call { get; } = call;

    public IActorRef Requester { get; } = requester;

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

    public void Restart()
    {
        _taken.Clear();
        NeedsMigration = false;
    }
}
