using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors;

/// <summary>Pins ranges in batches and keeps the account: charge first, pin, and exact unwind on failure.</summary>
/// <remarks>One batch is four messages: read the entries, take the pins, read again, judge. Sources: mm/gup.c,
/// drivers/infiniband/core/umem.c, v6.16.</remarks>
public sealed partial class GupPinner : ReceiveActor
{
    private readonly IActorRef _addressSpace;
    private readonly IActorRef _folios;
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
        (_process, _addressSpace, _folios) = (process, addressSpace, folios);
        (_mm, _surroundings, _faults) = (new Mm(0, account), surroundings, surroundings.FaultsOf(Context));
        _threads = new SharedToken($"threads of process {process}", process, Context.System.EventStream);
        (_batchBytes, _releaseChunks) = ((ulong)batchPages << Pfn.FrameSizeLog2, releaseChunks);
        Receive<BatchChecked>(OnBatchChecked);
        Receive<Pin>(Enter);
        Receive<PinUserPages>(Enter);
        Receive<GetUserPages>(Enter);
        Receive<GetUserRange>(Enter);
        Receive<BatchRefused>(refused => OnRefused(_pins[refused.Batch.Pin], refused.Errno));
        Receive<FolioManagerProtocol.PinsDropped>(OnPinsDropped);
        Receive<MemfdPinFolios>(OnMemfdPinFolios);
        Receive<UnpinFolios>(OnUnpinFolios);
        Receive<PinMemfdPages>(OnPinMemfdPages);
        Receive<FolioManagerProtocol.PinsAdded>(OnPinsAdded);
        Receive<FolioManagerProtocol.FoliosTaken>(OnFoliosTaken);
        Receive<FolioManagerProtocol.UnpinnableMigrated>(OnUnpinnableMigrated);
        Receive<Unpin>(OnUnpin);
        Receive<UnpinPart>(OnUnpinPart);
        Receive<UnpinUserPages>(OnUnpinUserPages);
        Receive<FolioManagerProtocol.PinsReleased>(OnPinsReleased);
        Receive<FolioManagerProtocol.PagesReleased>(OnPagesReleased);
        Receive<Exec>(OnExec);
        Receive<EndProcess>(OnEndProcess);
        Receive<AddressSpaceProtocol.Exited>(_ => OnExited());
        Receive<AddressSpaceProtocol.Execed>(_ => OnExeced());
        Receive<Granted>(OnGranted);
    }

    private void Enter(object call)
    {
        if (_threads.TryRead(call, Sender))
        {
            Run(call);
        }
    }

    private void Run(object call)
    {
        switch (call)
        {
            case Pin pin:
                OnPin(pin);
                break;
            case PinUserPages pin:
                OnPages(pin.Number, pin.Start, pin.LengthBytes, pin.Flags, FollFlags.Pin);
                break;
            case GetUserPages get:
                OnPages(get.Number, get.Start, get.LengthBytes, get.Flags, FollFlags.Get);
                break;
            case GetUserRange get:
                OnGetUserRange(get);
                break;
            default:
                throw new InvariantException($"{call} waits for no token of a pinner.");
        }
    }

    private void OnPin(Pin pin)
    {
        ulong pages = pin.IsChargedElsewhere ? 0 : pin.LengthBytes >> Pfn.FrameSizeLog2;
        Errno errno = Check(pin.Start, pin.LengthBytes, pin.Flags, FollFlags.Pin, out FollFlags flags);
        errno = errno != Errno.None ? errno
            : _faults.Strikes(FaultSite.MemlockLimit) ? Errno.ENOMEM
            : pages == 0 ? Errno.None
            : Charge(pin.Number, pages);
        if (errno != Errno.None)
        {
            _threads.Release(Operations.OfPin(pin.Number), Self);
            Refuse(pin.Number, Sender, errno);
            return;
        }

        Begin(new PinInProgress(pin.Number, pin.Start, pin.LengthBytes, flags, Sender)
        {
            ChargedPages = pages,
            Sink = pin.Sink?.Invoke(),
        });
    }

    private void OnPages(long number, VirtAddr start, ulong lengthBytes, FollFlags given, FollFlags toSet)
    {
        Errno errno = CheckPages(start, lengthBytes, given, toSet, out FollFlags flags);
        if (errno != Errno.None || lengthBytes == 0)
        {
            _threads.Release(Operations.OfPin(number), Self);
            Sender.Tell(new PagesTaken(number, default, errno));
            return;
        }

        Begin(new PinInProgress(number, start, lengthBytes, flags, Sender) { Pages = [] });
    }

    private void OnGetUserRange(GetUserRange get)
    {
        ulong offsetBytes = get.Start.Value & PageSize.Size4KiB.OffsetMask;
        VirtAddr start = new(get.Start.Value - offsetBytes);
        bool fits = get.LengthBytes > 0 && get.LengthBytes - 1 <= ulong.MaxValue - get.Start.Value;
        ulong pagesBytes = fits
            ? ((get.Start.Value + (get.LengthBytes - 1)) | PageSize.Size4KiB.OffsetMask) - start.Value + 1
            : 0;
        Errno errno = Check(start, pagesBytes, get.Flags, FollFlags.Pin, out FollFlags flags);
        if (errno != Errno.None)
        {
            _threads.Release(Operations.OfPin(get.Number), Self);
            Refuse(get.Number, Sender, errno);
            return;
        }

        Begin(new PinInProgress(get.Number, start, pagesBytes, flags, Sender)
        {
            Bytes = (offsetBytes, get.LengthBytes),
            Builder = new RangeCpuBuilder(offsetBytes),
            IsSlow = true,
            Sink = get.Sink?.Invoke(),
        });
    }

    private static Errno Check(
        VirtAddr start, ulong lengthBytes, FollFlags given, FollFlags toSet, out FollFlags flags)
    {
        Errno errno = GupRules.CheckArguments(given, toSet, hasPages: true, out flags);
        bool isLegal = lengthBytes > 0
            && PageSize.Size4KiB.IsAligned(start.Value | lengthBytes)
            && lengthBytes - 1 <= ulong.MaxValue - start.Value;
        return isLegal ? errno : Errno.EINVAL;
    }

    /// <summary>gup_fast_fallback: no pages are none, and only a range that wraps around has an errno of its
    /// own.</summary>
    private static Errno CheckPages(
        VirtAddr start, ulong lengthBytes, FollFlags given, FollFlags toSet, out FollFlags flags)
    {
        Errno errno = Check(start, Math.Max(lengthBytes, Pfn.FrameSizeBytes), given, toSet, out flags);
        bool isValid = flags != FollFlags.None;
        return isValid && lengthBytes > ulong.MaxValue - start.Value ? Errno.EOVERFLOW : errno;
    }

    private void Begin(PinInProgress progress)
    {
        _pins.Add(progress.Number, progress);
        ReadNextBatch(progress, progress.IsSlow);
    }

    private void ReadNextBatch(PinInProgress progress, bool slow)
    {
        if (_faults.Strikes(FaultSite.PinFailed))
        {
            OnRefused(progress, Errno.EFAULT);
            return;
        }

        ulong batchBytes = _faults.Strikes(FaultSite.PinShort) ? Pfn.FrameSizeBytes : _batchBytes;
        ulong rest = progress.LengthBytes - progress.PinnedBytes;
        _addressSpace.Tell(new AddressSpaceProtocol.ReadPtes(
            progress.Number,
            progress.Start + progress.PinnedBytes,
            Math.Min(rest, batchBytes),
            progress.Flags,
            slow || progress.IsSlow));
    }

    private void OnBatchChecked(BatchChecked batch)
    {
        PinInProgress progress = _pins[batch.Batch.Pin];
        if (batch.NeedsMigration)
        {
            progress.Migrating = batch.Taken;
            _folios.Tell(new FolioManagerProtocol.MigrateUnpinnable(progress.Number, batch.Taken, _addressSpace));
            return;
        }

        progress.Append(batch.Taken.Span[..batch.Good]);
        progress.SlowNext = batch.NeedsSlowPath;
        if (batch.Good > 0 && _faults.Strikes(FaultSite.ListChunk))
        {
            progress.Failed = Errno.ENOMEM;
        }

        if (batch.Good < batch.Taken.Length)
        {
            _folios.Tell(new FolioManagerProtocol.DropPins(progress.Number, batch.Taken[batch.Good..])
            {
                IsGet = progress.IsGet,
            });
            return;
        }

        Continue(progress);
    }

    /// <summary>__gup_longterm_locked: everything of the batch was given back and is pinned anew, wherever the entries
    /// lead by now.</summary>
    private void OnUnpinnableMigrated(FolioManagerProtocol.UnpinnableMigrated migrated)
    {
        if (_folioPins.TryGetValue(migrated.Pin, out FolioPin? folios))
        {
            OnFoliosMoved(folios, migrated);
            return;
        }

        PinInProgress progress = _pins[migrated.Pin];
        if (migrated.IsKept)
        {
            progress.Append(progress.Migrating.Span);
            Continue(progress);
        }
        else if (migrated.Errno == Errno.EAGAIN)
        {
            ReadNextBatch(progress, slow: true);
        }
        else
        {
            OnRefused(progress, migrated.Errno);
        }
    }

    private void Continue(PinInProgress progress)
    {
        if (progress.Failed != Errno.None)
        {
            OnRefused(progress, progress.Failed);
            return;
        }

        if (!progress.IsComplete)
        {
            ReadNextBatch(progress, progress.SlowNext);
            return;
        }

        _pins.Remove(progress.Number);
        _threads.Release(Operations.OfPin(progress.Number), Self);
        if (progress.Pages is { } pages)
        {
            GivePages(progress, pages, Errno.None);
            return;
        }

        RangeCpu range = progress.Build();
        Hold(progress);
        Context.System.EventStream.Publish(new RangePinned(progress.Number, progress.Start, range));
        progress.Requester.Tell(new Pinned(progress.Number, range) { Storage = progress.Sink?.Finish() });
    }

    private void OnRefused(PinInProgress progress, Errno errno)
    {
        _pins.Remove(progress.Number);
        _threads.Release(Operations.OfPin(progress.Number), Self);
        if (progress.Pages is { } pages)
        {
            // A short pin: what was taken is the caller's, and the error only where that is nothing.
            GivePages(progress, pages, pages.Count == 0 ? errno : Errno.None);
            return;
        }

        if (progress.PinnedBytes == 0 || _surroundings.Mutations.Has(Mutation.B46))
        {
            Uncharge(progress.Number, _mm, progress.ChargedPages);
            Refuse(progress.Number, progress.Requester, errno);
            return;
        }

        Hold(progress);
        BeginRelease(new Release(progress.Number, progress.Build(), false, errno, progress.Requester));
    }

    private void GivePages(PinInProgress progress, List<Pfn> pages, Errno errno)
    {
        if (pages.Count > 0)
        {
            Hold(progress);
            _surroundings.Work.Spend("gup.page-array-entry", pages.Count);
            Context.System.EventStream.Publish(
                new KeeperTaken(progress.Number, progress.IsGet ? KeeperKind.Reference : KeeperKind.Pin));
        }

        progress.Requester.Tell(new PagesTaken(progress.Number, pages.ToArray(), errno));
    }

    private static void Refuse(long pin, IActorRef requester, Errno errno)
    {
        Context.System.EventStream.Publish(new PinRefusedEvent(pin, errno));
        requester.Tell(new PinRefused(pin, errno));
    }
}
