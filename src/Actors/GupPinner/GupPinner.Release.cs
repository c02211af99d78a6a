using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors;

/// <summary>What goes back: pins in parts, and the charge with the last of them.</summary>
public sealed partial class GupPinner
{
    private readonly Dictionary<long, Held> _held = [];
    private readonly Dictionary<long, PageRelease> _pageReleases = [];

    /// <summary>Remembers to whom a pin is charged until it is given back (umem->owning_mm).</summary>
    private void Hold(PinInProgress progress) =>
        _held[progress.Number] = new Held(_mm, progress.ChargedPages, progress.IsGet);

    private void OnUnpin(Unpin unpin)
    {
        Release release = new(unpin.Pin, unpin.Range, IsMarked(unpin.Dirty), Errno.None, Sender)
        {
            RoundsLeft = _surroundings.Mutations.Has(Mutation.M10) ? 2 : 1,
        };
        BeginRelease(release);
    }

    private bool IsMarked(bool dirty) => dirty && !_surroundings.Mutations.Has(Mutation.A3);

    private void BeginRelease(Release release)
    {
        _releases.Add(release.Pin, release);
        ReleaseNext(release, 0);
    }

    private void ReleaseNext(Release release, int firstChunk)
    {
        int chunks = Math.Min(_releaseChunks, release.Range.ChunkCount - firstChunk);
        chunks = _surroundings.Cut("unpin.cut", chunks);
        _folios.Tell(new FolioManagerProtocol.ReleasePins(
            release.Pin, release.Range, firstChunk, chunks, release.Dirty)
        {
            IsGet = _held.GetValueOrDefault(release.Pin).IsGet,
        });
    }

    private void OnPinsReleased(FolioManagerProtocol.PinsReleased released)
    {
        if (_parts.Remove((released.Pin, released.FirstChunk), out PartRelease part))
        {
            EndPart(part);
            return;
        }

        Release release = _releases[released.Pin];
        int next = released.FirstChunk + released.Chunks;
        if (next < release.Range.ChunkCount)
        {
            ReleaseNext(release, next);
            return;
        }

        if (--release.RoundsLeft > 0)
        {
            ReleaseNext(release, 0);
            return;
        }

        _releases.Remove(released.Pin);
        EndHold(released.Pin);
        Context.System.EventStream.Publish(new RangeUnpinned(release.Pin, release.Range.LengthBytes));
        if (release.Failed == Errno.None)
        {
            release.Requester.Tell(new Unpinned(release.Pin));
        }
        else
        {
            Refuse(release.Pin, release.Requester, release.Failed);
        }
    }

    private void OnUnpinUserPages(UnpinUserPages unpin)
    {
        ulong pages = 0;
        foreach (Pfn? page in unpin.Pages.Span)
        {
            pages += page is null ? 0UL : 1;
        }

        _pageReleases.Add(unpin.Pin, new PageRelease(pages << Pfn.FrameSizeLog2, Sender));
        _folios.Tell(new FolioManagerProtocol.ReleasePages(
            unpin.Pin, unpin.Pages, IsMarked(unpin.Dirty), _held.GetValueOrDefault(unpin.Pin).IsGet));
    }

    private void OnPagesReleased(FolioManagerProtocol.PagesReleased released)
    {
        _pageReleases.Remove(released.Pin, out PageRelease release);
        EndHold(released.Pin);
        Context.System.EventStream.Publish(new RangeUnpinned(released.Pin, release.LengthBytes));
        release.Requester.Tell(new Unpinned(released.Pin));
    }

    private void EndHold(long pin)
    {
        if (_held.Remove(pin, out Held held))
        {
            Uncharge(pin, held.Mm, held.ChargedPages);
        }
    }

    private readonly record struct PageRelease(ulong LengthBytes, IActorRef Requester);

    private readonly record struct Held(Mm Mm, ulong ChargedPages, bool IsGet);

    /// <summary>A range on its way back.</summary>
    private sealed record Release(long Pin, RangeCpu Range, bool Dirty, Errno Failed, IActorRef Requester)
    {
        public int RoundsLeft { get; set; } = 1;
    }
}
