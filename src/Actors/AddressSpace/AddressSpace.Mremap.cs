using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors;

/// <summary>A mapping moved to other addresses with its pages: what is pinned stays pinned, and later pins find it at
/// its new place (mm/mremap.c:move_vma, move_page_tables, v6.16).</summary>
/// <remarks>The new mapping is there before its pages, and the old one goes after them, under the mmap lock for
/// writing. Where a file is shown, walks of it that are under way end first (take_rmap_locks). Entries on their way to
/// other frames are waited for, since they are put back by address.</remarks>
public sealed partial class AddressSpace
{
    /// <summary>How many VMAs more a move may need for a while (mm/mremap.c:prep_move_vma).</summary>
    private const int VmasPerMremap = 3;

    private MremapInProgress? _mremap;

    private void OnMremap(Mremap move)
    {
        if (_mmapLock.TryWrite(move, Sender))
        {
            BeginMremap(move);
        }
    }

    private void BeginMremap(Mremap move)
    {
        VirtAddr end = move.From + move.LengthBytes;
        Vma? old = _vmas.Find(move.From);
        bool isOne = old is not null && end <= old.End;
        Errno errno = !isOne ? Errno.EFAULT
            : _vmas.Count >= VmaTree.CountMax - VmasPerMremap ? Errno.ENOMEM
            : _vmas.Add(At(move, old!));
        if (errno != Errno.None)
        {
            EndMremap(move, Sender, errno);
            return;
        }

        _mremap = new MremapInProgress(move, Sender) { Next = move.From };
        if (old!.File is { } file)
        {
            SetMappings(file.File, Operations.UserOf(move, _process), move);
        }
        else
        {
            ForgetMoved(move);
        }
    }

    /// <summary>Every walk of the file that comes from here on visits the new place, too.</summary>
    private void ForgetMoved(Mremap move) => Invalidate(new VirtRange(move.From, move.From + move.LengthBytes), move);

    private static Vma At(Mremap move, Vma old)
    {
        VmaFile? file = old.File is { } shown ? shown with { FirstPage = old.FilePage(move.From) } : null;
        return new Vma(move.To, move.To + move.LengthBytes, old.Flags, file);
    }

    private void BeginMoving(long invalidation)
    {
        _mremap!.Invalidation = invalidation;
        MoveNext();
    }

    private void MoveNext()
    {
        MremapInProgress moving = _mremap!;
        moving.Next = _pages.NextMapped(moving.Next, moving.End);
        if (moving.Next < moving.End)
        {
            int runs = _pages.Read(moving.Next, moving.End - moving.Next, _read.AsSpan(0, ForkBatchRuns));
            runs = UpToMigration(runs, ContinueMremap.Instance);
            if (runs > 0)
            {
                MoveEntries(moving, _read.AsSpan(0, _surroundings.Cut("mremap.cut", runs)).ToArray());
            }

            return;
        }

        _mremap = null;
        EndInvalidation(moving.Invalidation);
        if (_vmas.Remove(moving.Request.From, moving.End) != Errno.None)
        {
            throw new InvariantException($"{moving.Request} had room for its parts when it began.");
        }

        EndMremap(moving.Request, moving.Requester, Errno.None);
    }

    private void MoveEntries(MremapInProgress moving, PteRun[] entries)
    {
        VirtAddr first = moving.Next;
        VirtAddr to = moving.NewPlaceOf(first);
        List<PteRun> parted = [];
        foreach (PteRun entry in entries)
        {
            int more = RemainsOf(entry) + (IsOverBorder(moving.NewPlaceOf(entry.Start), entry) ? 1 : 0);
            parted.AddRange(Enumerable.Repeat(entry, entry.HasFolio ? more : 0));
        }

        ulong pages = (entries[^1].End - first) >> Pfn.FrameSizeLog2;
        _pages.Unmap(first, pages);
        foreach (PteRun entry in entries)
        {
            VirtAddr at = moving.NewPlaceOf(entry.Start);
            bool isHuge = PageSize.Size2MiB.IsAligned(at.Value | entry.LengthBytes | entry.Frame.Address.Value);
            _pages.Map(at, entry.Frame, (ulong)entry.Pages, isHuge ? entry.Flags : entry.Flags & ~PteFlags.Huge);
        }

        moving.Next = entries[^1].End;
        Context.System.EventStream.Publish(new EntriesMoved(_process, first, to, pages));
        PteRun[] counted = Array.FindAll(entries, static entry => entry.HasFolio);
        _folios.Tell(new FolioManagerProtocol.MoveMappings(
            _process, counted, counted.Length > 0 ? moving.NewPlaceOf(counted[0].Start) : to, Answer: true)
        {
            Parted = parted.ToArray(),
        });
    }

    /// <summary>A run does not lie in two tables.</summary>
    private static bool IsOverBorder(VirtAddr at, PteRun entry) =>
        at.Value >> PageSize.Size2MiB.Log2 != (at.Value + entry.LengthBytes - 1) >> PageSize.Size2MiB.Log2;

    private void EndMremap(Mremap move, IActorRef requester, Errno errno)
    {
        _mmapLock.Release(move, Self);
        requester.Tell(new Mremapped(move.To, errno));
    }

    private sealed record ContinueMremap
    {
        public static readonly ContinueMremap Instance = new();
    }

    /// <summary>How far a move has come.</summary>
    private sealed class MremapInProgress(Mremap request, IActorRef requester)
    {
        public Mremap Request { get; } = request;

        public IActorRef Requester { get; } = requester;

        public long Invalidation { get; set; }

        public VirtAddr Next { get; set; }

        public VirtAddr End => Request.From + Request.LengthBytes;

        public VirtAddr NewPlaceOf(VirtAddr at) => Request.To + (at - Request.From);
    }
}
