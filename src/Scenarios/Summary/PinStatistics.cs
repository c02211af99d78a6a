using System.Runtime.InteropServices;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Counts pinned memory and what describing it costs.</summary>
internal sealed class PinStatistics
{
    private readonly Dictionary<long, Pin> _pins = [];
    private Figures _now;
    private Figures _peak;
    private HeldSummary _held;
    private PinBalances _balances;
    private long _heldUntil;
    private long _nanoseconds;

    public static IReadOnlyList<Type> Listens { get; } =
    [
        typeof(FramesPinned), typeof(FramesDropped), typeof(RangePinned), typeof(PinRefusedEvent),
        typeof(RangeUnpinned), typeof(FramesUnpinned), typeof(MemlockCharged), typeof(MemlockUncharged),
    ];

    public PinSummary Summary => new(
        _now.Bytes, _peak.Bytes, _peak.Pins, _peak.Folios, _peak.Chunks, _peak.PerGiB())
    {
        Held = HeldNow(),
        Now = new PinnedNow(_now.Pins, _now.Chunks, _now.PerGiB(), _balances),
    };

    /// <summary>Something happened at that time, whatever it was: pins are held until then.</summary>
    public void Pass(long nanoseconds) => _nanoseconds = Math.Max(_nanoseconds, nanoseconds);

    public bool TryCount(object @event)
    {
        switch (@event)
        {
            case MemlockCharged charged:
                _balances.ChargedPages += (long)charged.Pages;
                return true;
            case MemlockUncharged uncharged:
                _balances.ChargedPages -= (long)uncharged.Pages;
                return true;
            case FramesUnpinned unpinned:
                _balances.ReleasedPages += PagesOf(unpinned);
                return true;
            case FramesPinned pinned:
                _balances.TakenPages += PagesOf(pinned.Runs.Span);
                CountFolios(ref PinOf(pinned.Pin), pinned.Runs.Span);
                return true;
            case FramesDropped dropped:
                _balances.ReleasedPages += PagesOf(dropped.Runs.Span);
                UncountFolios(ref PinOf(dropped.Pin), dropped.Runs.Span);
                return true;
            case RangePinned pinned:
                OnPinned(ref PinOf(pinned.Pin), pinned.Range);
                return true;
            case PinRefusedEvent refused:
                _pins.Remove(refused.Pin);
                return true;
            case RangeUnpinned unpinned when _pins.Remove(unpinned.Pin, out Pin pin):
                SettleHeld();
                _now -= pin.Figures;
                return true;
            default:
                return false;
        }
    }

    private static long PagesOf(ReadOnlySpan<PinnedRun> runs)
    {
        long pages = 0;
        foreach (PinnedRun run in runs)
        {
            pages += run.Pages;
        }

        return pages;
    }

    private static long PagesOf(FramesUnpinned unpinned)
    {
        long pages = 0;
        RangeCpuCursor chunks = unpinned.Range.From(unpinned.FirstChunk);
        for (int left = unpinned.Chunks; left > 0 && chunks.MoveNext(); left--)
        {
            pages += (long)Pages.Count(chunks.Current);
        }

        return pages;
    }

    /// <summary>Runs come in order, so a folio that two batches share is met twice in a row.</summary>
    private static void CountFolios(ref Pin pin, ReadOnlySpan<PinnedRun> runs)
    {
        foreach (PinnedRun run in runs)
        {
            pin.Folios += pin.LastFolio == run.Folio ? 0 : 1;
            pin.LastFolio = run.Folio;
        }
    }

    /// <summary>What is dropped is pinned again or given up, so its last folio is counted anew.</summary>
    private static void UncountFolios(ref Pin pin, ReadOnlySpan<PinnedRun> runs)
    {
        FrameBlock? last = null;
        foreach (PinnedRun run in runs)
        {
            pin.Folios -= last == run.Folio ? 0 : 1;
            last = run.Folio;
        }

        pin.LastFolio = null;
    }

    private void OnPinned(ref Pin pin, RangeCpu range)
    {
        pin.Figures = new Figures
        {
            Bytes = range.LengthBytes,
            Pins = 1,
            Folios = pin.Folios,
            Chunks = range.ChunkCount,
            Scatterlist = ScatterlistFormat.Bytes(range),
            BioVec = BioVecFormat.Bytes(range),
            Phyr = PhyrFormat.Bytes(range),
            Packed = PackedFormat.Bytes(range),
            Compressed = CompressedFormat.Bytes(range),
        };
        SettleHeld();
        _now += pin.Figures;
        _peak = _now.Bytes > _peak.Bytes ? _now : _peak;
    }

    /// <summary>Counts what was held since the last change, before the next one.</summary>
    private void SettleHeld() => (_held, _heldUntil) = (HeldNow(), _nanoseconds);

    private HeldSummary HeldNow() => _held + (_now.Held() * ((_nanoseconds - _heldUntil) / 1e9));

    private ref Pin PinOf(long number) => ref CollectionsMarshal.GetValueRefOrAddDefault(_pins, number, out _);

    private struct Pin
    {
        public long Folios;
        public FrameBlock? LastFolio;
        public Figures Figures;
    }

    private readonly record struct Figures
    {
        public ulong Bytes { get; init; }

        public long Pins { get; init; }

        public long Folios { get; init; }

        public long Chunks { get; init; }

        public ulong Scatterlist { get; init; }

        public ulong BioVec { get; init; }

        public ulong Phyr { get; init; }

        public ulong Packed { get; init; }

        public ulong Compressed { get; init; }

        public static Figures operator +(Figures left, Figures right) => new()
        {
            Bytes = left.Bytes + right.Bytes,
            Pins = left.Pins + right.Pins,
            Folios = left.Folios + right.Folios,
            Chunks = left.Chunks + right.Chunks,
            Scatterlist = left.Scatterlist + right.Scatterlist,
            BioVec = left.BioVec + right.BioVec,
            Phyr = left.Phyr + right.Phyr,
            Packed = left.Packed + right.Packed,
            Compressed = left.Compressed + right.Compressed,
        };

        public static Figures operator -(Figures left, Figures right) => new()
        {
            Bytes = left.Bytes - right.Bytes,
            Pins = left.Pins - right.Pins,
            Folios = left.Folios - right.Folios,
            Chunks = left.Chunks - right.Chunks,
            Scatterlist = left.Scatterlist - right.Scatterlist,
            BioVec = left.BioVec - right.BioVec,
            Phyr = left.Phyr - right.Phyr,
            Packed = left.Packed - right.Packed,
            Compressed = left.Compressed - right.Compressed,
        };

        public FormatBytes PerGiB()
        {
            double gib = Bytes == 0 ? 1 : Bytes / (double)PageSize.Size1GiB.Bytes;
            return new FormatBytes(
                Scatterlist / gib, BioVec / gib, Phyr / gib, Packed / gib, Compressed / gib);
        }

        /// <summary>In a second.</summary>
        public HeldSummary Held() =>
            new(Bytes, Chunks, new FormatBytes(Scatterlist, BioVec, Phyr, Packed, Compressed));
    }
}
