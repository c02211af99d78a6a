using static PhyrActors.Actors.VfioType1Protocol;

namespace PhyrActors.Actors;

/// <summary>The type1 driver of VFIO: a user's memory, pinned run by run and mapped in every domain of a container.
/// </summary>
/// <remarks>One call at a time, as iommu->lock wants. Devices are the user's: what they do meanwhile, and after an
/// unmap, is nobody's fault here, and must fault there. Source: drivers/vfio/vfio_iommu_type1.c, v6.16. Of it are not
/// here: vaddr that goes away, dirty tracking, pins by drivers, old (v1) unmaps that cut.</remarks>
public sealed partial class VfioType1 : ReceiveActor
{
    private readonly VfioSettings _settings;
    private readonly Surroundings _surroundings;
    private readonly Token _lock;
    private readonly Func<Phyr, bool>? _isApart;
    private readonly List<VfioDma> _dmas = [];
    private long _pins;

    // Of the call that holds the lock.
    private MapDma? _map;
    private IActorRef _caller = ActorRefs.Nobody;
    private VfioDma? _dma;
    private ContiguousRun? _run;
    private int _domain;
    private Errno _failed;
    private bool _isRunCached;

    /// <param name="settings">Whose memory, and for which domains.</param>
    /// <param name="surroundings">Choices, work, mutations.</param>
    public VfioType1(VfioSettings settings, Surroundings surroundings)
    {
        (_settings, _surroundings) = (settings, surroundings);
        _lock = new Token($"iommu->lock of process {settings.Process}", Context.System.EventStream);
        _isApart = settings.Reserved.Count > 0 ? IsReserved : null;
        Receive<MapDma>(OnMapDma);
        Receive<UnmapDma>(OnUnmapDma);
        Receive<Granted>(OnGranted);
        Receive<GupPinnerProtocol.Pinned>(pinned => MapRun(pinned.Pin, pinned.Range, 0));
        Receive<GupPinnerProtocol.PinRefused>(OnPinRefused);
        Receive<GupPinnerProtocol.PartUnpinned>(_ => OnPartUnpinned());
        Receive<UnmanagedProtocol.Mapped>(OnMapped);
        Receive<UnmanagedProtocol.Unmapped>(unmapped => _whenUnmapped(unmapped.Errno));
        Receive<UnmanagedProtocol.Synced>(synced => _whenUnmapped(synced.Errno));
    }

    private IReadOnlyList<IActorRef> Domains => _settings.Domains;

    private void OnGranted(Granted granted)
    {
        if (granted.Message is MapDma map)
        {
            BeginMap(map);
        }
        else
        {
            BeginUnmap((UnmapDma)granted.Message);
        }
    }

    private void OnMapDma(MapDma map)
    {
        if (_lock.TryTake(map, Sender))
        {
            BeginMap(map);
        }
    }

    private void BeginMap(MapDma map)
    {
        (_map, _caller) = (map, Sender);
        Errno errno = Check(map);
        if (errno != Errno.None)
        {
            EndMap(errno);
            return;
        }

        _dma = new VfioDma(_pins + 1, map);
        _dmas.Add(_dma);
        PinNext();
    }

    private Errno Check(MapDma map) =>
        !IsPages(map.Iova.Value, map.LengthBytes) || !IsPages(map.Start.Value, map.LengthBytes) ? Errno.EINVAL
        : _dmas.Exists(dma => dma.Overlaps(map.Iova, map.Iova + (map.LengthBytes - 1))) ? Errno.EEXIST
        : _dmas.Count == _settings.EntryLimit ? Errno.ENOSPC
        : Errno.None;

    private static bool IsPages(ulong start, ulong lengthBytes) => lengthBytes > 0
        && PageSize.Size4KiB.IsAligned(start | lengthBytes)
        && lengthBytes - 1 <= ulong.MaxValue - start;

    private void PinNext()
    {
        VfioDma dma = _dma!;
        VirtAddr at = dma.Memory + dma.MappedBytes;
        ulong most = Math.Min((ulong)_settings.PinBatchPages << Pfn.FrameSizeLog2, BytesBeforePageless(at));
        FollFlags write = dma.Direction == DmaDirection.ToDevice ? FollFlags.None : FollFlags.Write;
        _settings.Pinner.Tell(new GupPinnerProtocol.Pin(
            ++_pins,
            at,
            Math.Min(dma.AskedBytes - dma.MappedBytes, most),
            write | FollFlags.Longterm)
        {
            IsChargedElsewhere = true,
        });
    }

    /// <summary>Charges the run of a batch that begins at a chunk, and maps it.</summary>
    private void MapRun(long pin, RangeCpu range, int firstChunk)
    {
        VfioDma dma = _dma!;
        _run = ContiguousRun.Find(pin, range, firstChunk, dma.Start + dma.MappedBytes, _isApart);
        Errno errno = Charge(dma, PagesToCharge(_run));
        if (errno != Errno.None)
        {
            UnpinBatch(errno);
            return;
        }

        _domain = 0;
        MapInDomain();
    }

    private void MapInDomain() => Domains[_domain].Tell(new UnmanagedProtocol.Map(
        _run!.Iova, _run.Range, _run.FirstChunk, _run.Chunks, _run.Pin, _dma!.Direction));

    private void OnMapped(UnmanagedProtocol.Mapped mapped)
    {
        if (mapped.Errno != Errno.None)
        {
            (_failed, _isRunCached) = (mapped.Errno, mapped.MayBeCached);
            UnwindRun();
        }
        else if (++_domain < Domains.Count)
        {
            MapInDomain();
        }
        else
        {
            EndRun(_run!);
        }
    }

    private void EndRun(ContiguousRun run)
    {
        VfioDma dma = _dma!;
        dma.Add(run);
        if (run.EndChunk < run.Range.ChunkCount)
        {
            MapRun(run.Pin, run.Range, run.EndChunk);
        }
        else if (dma.MappedBytes < dma.AskedBytes)
        {
            PinNext();
        }
        else
        {
            EndMap(Errno.None);
        }
    }

    /// <summary>Unmaps the run where it was mapped already, the last domain first; then its pins and the rest of the
    /// batch's go back.</summary>
    private void UnwindRun()
    {
        if (_domain > 0)
        {
            _domain--;
            UnmapIn(_domain, _run!.Iova, _run.LengthBytes, UnwindRun, errno =>
            {
                (_failed, _isRunCached) = (errno, true);
                UnwindRun();
            });
        }
        else if (_isRunCached)
        {
            AbandonRun();
        }
        else
        {
            Uncharge(_dma!, PagesToCharge(_run!));
            UnpinBatch(_failed);
        }
    }

    private void UnpinBatch(Errno errno)
    {
        ContiguousRun run = _run!;
        Unpin(_dma!, [run with { Chunks = run.Range.ChunkCount - run.FirstChunk }], () => Fail(errno));
    }

    /// <summary>The run may still be reached: its pins and its charge stay. The rest of its batch was never mapped.
    /// </summary>
    private void AbandonRun()
    {
        Errno errno = _failed;
        ContiguousRun run = _run!;
        Context.System.EventStream.Publish(new RegionAbandoned(_dma!.Number, errno));
        if (run.EndChunk == run.Range.ChunkCount)
        {
            Fail(errno);
            return;
        }

        int chunks = run.Range.ChunkCount - run.EndChunk;
        Unpin(_dma!, [run with { FirstChunk = run.EndChunk, Chunks = chunks }], () => Fail(errno));
    }

    /// <summary>vfio_remove_dma: what was mapped before goes, too.</summary>
    private void Fail(Errno errno) => UnmapUnpin(_dma!, failed =>
    {
        _dmas.Remove(_dma!);
        EndMap(failed == Errno.None ? errno : failed);
    });

    private void EndMap(Errno errno)
    {
        _caller.Tell(new Mapped(_map!.Request, errno));
        EndCall();
    }

    private void EndCall()
    {
        (_dma, _run, _failed, _isRunCached) = (null, null, Errno.None, false);
        _lock.Release(Self);
    }

    /// <summary>is_invalid_reserved_pfn: what is no memory of the kernel's, or never goes back to it.</summary>
    private bool IsReserved(Phyr chunk)
    {
        foreach (Phyr part in _settings.Reserved)
        {
            if (part.Contains(chunk.Start))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A run is reserved as a whole or not at all.</summary>
    private ulong PagesToCharge(ContiguousRun run) =>
        run.Pin == NoPin || _isApart?.Invoke(run.Range[run.FirstChunk]) == true ? 0 : run.Pages;

    /// <summary>vfio_lock_acct: by run, against RLIMIT_MEMLOCK.</summary>
    private Errno Charge(VfioDma dma, ulong pages)
    {
        if (pages == 0)
        {
            return Errno.None;
        }

        MemlockAccount account = _settings.Account;
        Errno errno = account.Charge(pages);
        if (errno == Errno.None)
        {
            Context.System.EventStream.Publish(new MemlockCharged(_settings.Process, pages)
            {
                Pin = dma.Number,
                LimitPages = account.HasCapIpcLock ? ulong.MaxValue : account.LimitPages,
            });
        }

        return errno;
    }

    private void Uncharge(VfioDma dma, ulong pages)
    {
        if (pages == 0)
        {
            return;
        }

        _settings.Account.Uncharge(pages);
        Context.System.EventStream.Publish(new MemlockUncharged(_settings.Process, pages) { Pin = dma.Number });
    }
}
