using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-14, judged when frames are given back, and when a release marks a folio whose file system expects no
/// write.</summary>
/// <remarks>Whether every write came before is I-1's matter; here a write counts however it is ordered, so that the
/// verdict hangs on no order. Frames of files are looked at one by one, others by the pin: only a file is cleaned or
/// truncated while a pin holds it.</remarks>
/// <param name="reach">Stands before this in the list of monitors.</param>
internal sealed class DirtyBeforeUnpinMonitor(Reach reach) : IOracle
{
    private readonly Dictionary<long, Pfn> _written = [];
    private readonly WrittenFilePages _files = new();

    public string Invariant => DirtyBeforeUnpin.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(AccessLanded), typeof(FramesUnpinned), typeof(RangeUnpinned), typeof(FolioCached),
        typeof(FolioTruncated), typeof(FolioCleaned), typeof(FramesHandedOver), typeof(UnpreparedFolioDirtied),
        typeof(NotifierPageReleased),
    ];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case AccessLanded { Write: true, Domain: >= 0 } landed when reach.Last.Window is { Keeper: >= 0 } window:
                if (!_files.TryWrite(window.Keeper, landed.Phys, landed.LengthBytes, stamp.Here))
                {
                    _written.TryAdd(window.Keeper, Pfn.Of(landed.Phys));
                }

                break;
            case FramesUnpinned unpinned:
                Judge(unpinned, findings);
                break;
            case NotifierPageReleased released:
                Judge(
                    new FramesUnpinned(released.Keeper, released.Range, 0, released.Range.ChunkCount, released.Dirty),
                    findings);
                _written.Remove(released.Keeper);
                _files.Forget(released.Keeper);
                break;
            case RangeUnpinned unpinned:
                _written.Remove(unpinned.Pin);
                _files.Forget(unpinned.Pin);
                break;
            case FolioCached cached:
                _files.Add(cached.Folio);
                break;
            case FolioTruncated truncated:
                _files.Orphan(truncated.Folio);
                break;
            case FolioCleaned cleaned:
                _files.Clean(cleaned.Folio, stamp);
                break;
            case FramesHandedOver freed:
                _files.Remove(freed.Block);
                break;
            case UnpreparedFolioDirtied marked:
                findings.Report(DirtyBeforeUnpin.OfMark(marked.Pin, marked.Frame, marked.Page));
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void Judge(FramesUnpinned unpinned, IFindings findings)
    {
        if (_written.TryGetValue(unpinned.Pin, out Pfn frame) || _files.TryFindUnmarked(unpinned, out frame))
        {
            findings.Report(DirtyBeforeUnpin.OfUnpin(unpinned.Pin, frame, unpinned.Dirty));
        }
    }
}
