using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors;

/// <summary>Pins ranges in batches and keeps the account: charge first, pin, and exact unwind on failure.</summary>
/// <remarks>One batch is four messages: read the entries, take the pins, read again, judge. Sources: mm/gup.c,
/// drivers/infiniband/core/umem.c, v6.16.</remarks>
public sealed partial class GupPinner : ReceiveActor
{
    private readonly IActorRef _addressSpace;
    private readonly IActorRef _folios;
    private readonly MemlockAccount _account;
    private readonly int _process;
    private readonly ulong _batchBytes;
    private readonly int _releaseChunks;
    private readonly Surroundings _surroundings;
    private readonly FaultPoints _faults;
    private readonly Dictionary<long, PinInProgress> _pins = [];
    private readonly Dictionary<long, Release> _releases = [];

    /// <param name="process">Whose memory is pinned and charged.</param>
    /// <param name="addressSpace">Its address space.</param>
    /// <param name="folios">The folios.</param>
    /// <param name="account">Its limit.</param>
    /// <param name="batchPages">4 KiB pages in one batch (<c>pin.batch</c>).</param>
    /// <param name="releaseChunks">Chunks that one message gives back.</param>
    /// <param name="surroundings">Choices, work, mutations.</param>
    public GupPinner(
        int process,
        IActorRef addressSpace,
        IActorRef folios,
        MemlockAccount account,
        int batchPages,
        int releaseChunks,
        Surroundings surroundings)
    {
        (_process, _addressSpace, _folios, _account) = (process, addressSpace, folios, account);
        (_batchBytes, _releaseChunks) = ((ulong)batchPages << Pfn.FrameSizeLog2, releaseChunks);
        (_surroundings, _faults) = (surroundings, surroundings.FaultsOf(Context));
        Receive<BatchChecked>(OnBatchChecked);
        Receive<Pin>(OnPin);
        Receive<BatchRefused>(OnBatchRefused);
        Receive<FolioManagerProtocol.PinsDropped>(OnPinsDropped);
        Receive<Unpin>(OnUnpin);
        Receive<FolioManagerProtocol.PinsReleased>(OnPinsReleased);
    }

    private void OnPin(Pin pin)
    {
        ulong pages = pin.LengthBytes >> Pfn.FrameSizeLog2;
        bool isLegal = pages > 0
            && PageSize.Size4KiB.IsAligned(pin.Start.Value | pin.LengthBytes)
            && pin.LengthBytes - 1 <= ulong.MaxValue - pin.Start.Value;
        Errno errno = !isLegal ? Errno.EINVAL
            : _faults.Strikes(FaultSite.MemlockLimit) ? Errno.ENOMEM
            : _account.Charge(pages);
        if (errno != Errno.None)
        {
            Refuse(pin.Number, Sender, errno);
            return;
        }

        Context.System.EventStream.Publish(new MemlockCharged(_process, pages));
        PinInProgress progress = new(pin, Sender);
        _pins.Add(pin.Number, progress);
        ReadNextBatch(progress, slow: false);
    }

    private void ReadNextBatch(PinInProgress progress, bool slow)
    {
        if (_faults.Strikes(FaultSite.PinFailed))
        {
            Fail(progress, Errno.EFAULT);
            return;
        }

        ulong rest = progress.Request.LengthBytes - progress.PinnedBytes;
        ulong batchBytes = _faults.Strikes(FaultSite.PinShort) ? Pfn.FrameSizeBytes : _batchBytes;
        _addressSpace.Tell(new AddressSpaceProtocol.ReadPtes(
            progress.Request.Number,
            progress.Request.Start + progress.PinnedBytes,
            Math.Min(rest, batchBytes),
            progress.Request.Flags,
            slow));
    }

    private void OnBatchChecked(BatchChecked batch)
    {
        PinInProgress progress = _pins[batch.Batch.Pin];
        foreach (PinnedRun run in batch.Taken.Span[..batch.Good])
        {
            progress.Builder.Append(run.Frame, (ulong)run.Pages, run.Folio);
            progress.PinnedBytes += run.LengthBytes;
        }

        if (batch.Good > 0 && _faults.Strikes(FaultSite.ListChunk))
        {
            progress.Failed = Errno.ENOMEM;
        }

        progress.SlowNext = batch.NeedsSlowPath;
        if (batch.Good < batch.Taken.Length)
        {
            _folios.Tell(new FolioManagerProtocol.DropPins(batch.Batch.Pin, batch.Taken[batch.Good..]));
            return;
        }

        Continue(progress);
    }

    private void OnPinsDropped(FolioManagerProtocol.PinsDropped dropped) => Continue(_pins[dropped.Pin]);

    private void Continue(PinInProgress progress)
    {
        if (progress.Failed != Errno.None)
        {
            Fail(progress, progress.Failed);
            return;
        }

        if (progress.PinnedBytes < progress.Request.LengthBytes)
        {
            ReadNextBatch(progress, progress.SlowNext);
            return;
        }

        _pins.Remove(progress.Request.Number);
        RangeCpu range = progress.Builder.Build();
        Context.System.EventStream.Publish(new RangePinned(progress.Request.Number, progress.Request.Start, range));
        progress.Requester.Tell(new Pinned(progress.Request.Number, range));
    }

    private void OnBatchRefused(BatchRefused refused) => Fail(_pins[refused.Batch.Pin], refused.Errno);

    /// <summary>Gives back what was pinned and charged, and refuses.</summary>
    private void Fail(PinInProgress progress, Errno errno)
    {
        _pins.Remove(progress.Request.Number);
        if (progress.PinnedBytes == 0)
        {
            Uncharge(progress.Request.LengthBytes);
            Refuse(progress.Request.Number, progress.Requester, errno);
            return;
        }

        BeginRelease(new Release(
            progress.Request.Number,
            progress.Builder.Build(),
            progress.Request.LengthBytes,
            Dirty: false,
            errno,
            progress.Requester));
    }

    private void OnUnpin(Unpin unpin)
    {
        Release release = new(unpin.Pin, unpin.Range, unpin.Range.LengthBytes, unpin.Dirty, Errno.None, Sender)
        {
            RoundsLeft = _surroundings.Mutations.Has(Mutation.M10) ? 2 : 1,
        };
        BeginRelease(release);
    }

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
            release.Pin, release.Range, firstChunk, chunks, release.Dirty));
    }

    private void OnPinsReleased(FolioManagerProtocol.PinsReleased released)
    {
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
        Uncharge(release.ChargedBytes);
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

    private void Uncharge(ulong lengthBytes)
    {
        ulong pages = lengthBytes >> Pfn.FrameSizeLog2;
        _account.Uncharge(pages);
        Context.System.EventStream.Publish(new MemlockUncharged(_process, pages));
    }

    private static void Refuse(long pin, IActorRef requester, Errno errno)
    {
        Context.System.EventStream.Publish(new PinRefusedEvent(pin, errno));
        requester.Tell(new PinRefused(pin, errno));
    }

    /// <summary>How far a pin has come.</summary>
    private sealed class PinInProgress(Pin request, IActorRef requester)
    {
        public Pin Request { get; } = request;

        public IActorRef Requester { get; } = requester;

        public RangeCpuBuilder Builder { get; } = new();

        public ulong PinnedBytes { get; set; }

        public bool SlowNext { get; set; }

        /// <summary>Why it ends once the batch under way is settled.</summary>
        public Errno Failed { get; set; }
    }

    /// <summary>A range on its way back.</summary>
    private sealed record Release(
        long Pin, RangeCpu Range, ulong ChargedBytes, bool Dirty, Errno Failed, IActorRef Requester)
    {
        public int RoundsLeft { get; set; } = 1;
    }
}
