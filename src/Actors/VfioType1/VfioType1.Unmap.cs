using static PhyrActors.Actors.VfioType1Protocol;

namespace PhyrActors.Actors;

/// <summary>Unmapping: first in all domains but the first, each with its own sync; then in the first, run by run, with
/// one sync for many runs, after which their pins go back (vfio_unmap_unpin).</summary>
public sealed partial class VfioType1
{
    private readonly List<ContiguousRun> _unsynced = [];
    private readonly List<VfioDma> _toUnmap = [];
    private Action<Errno> _whenUnmapped = static _ => { };
    private Action _whenUnpinned = static () => { };
    private int _unpinsLeft;
    private ulong _unmappedBytes;

    private void OnUnmapDma(UnmapDma unmap)
    {
        if (_lock.TryTake(unmap, Sender))
        {
            BeginUnmap(unmap);
        }
    }

    private void BeginUnmap(UnmapDma unmap)
    {
        (_caller, _unmappedBytes) = (Sender, 0);
        Errno errno = Errno.EINVAL;
        if (IsPages(unmap.Iova.Value, unmap.LengthBytes))
        {
            Iova last = unmap.Iova + (unmap.LengthBytes - 1);
            _toUnmap.AddRange(_dmas.FindAll(dma => dma.Overlaps(unmap.Iova, last)));
            bool cutsNone = _toUnmap.TrueForAll(dma => dma.Start >= unmap.Iova && dma.Last <= last);
            errno = cutsNone ? Errno.None : Errno.EINVAL;
        }

        if (errno != Errno.None)
        {
            _toUnmap.Clear();
            EndUnmap(unmap, errno);
            return;
        }

        _toUnmap.Sort(static (left, right) => left.Start.CompareTo(right.Start));
        UnmapNext(unmap);
    }

    private void UnmapNext(UnmapDma unmap)
    {
        if (_toUnmap.Count == 0)
        {
            EndUnmap(unmap, Errno.None);
            return;
        }

        VfioDma dma = _toUnmap[0];
        _toUnmap.RemoveAt(0);
        UnmapUnpin(dma, errno =>
        {
            _dmas.Remove(dma);
            if (errno != Errno.None)
            {
                _toUnmap.Clear();
                EndUnmap(unmap, errno);
                return;
            }

            _unmappedBytes += dma.MappedBytes;
            UnmapNext(unmap);
        });
    }

    private void EndUnmap(UnmapDma unmap, Errno errno)
    {
        _caller.Tell(new Unmapped(unmap.Request, _unmappedBytes, errno));
        EndCall();
    }

    private void UnmapUnpin(VfioDma dma, Action<Errno> done)
    {
        if (dma.MappedBytes == 0)
        {
            done(Errno.None);
            return;
        }

        UnmapInOthers(dma, 1, errno =>
        {
            if (errno != Errno.None)
            {
                Context.System.EventStream.Publish(new RegionAbandoned(dma.Number, errno));
            }

            // What stays pinned stays charged.
            Uncharge(dma, dma.UnlockedPages);
            done(errno);
        });
    }

    private void UnmapInOthers(VfioDma dma, int domain, Action<Errno> done)
    {
        if (domain < Domains.Count)
        {
            UnmapIn(domain, dma.Start, dma.MappedBytes, () => UnmapInOthers(dma, domain + 1, done), done);
            return;
        }

        UnmapRun(dma, 0, done);
    }

    private void UnmapRun(VfioDma dma, int index, Action<Errno> done)
    {
        if (index == dma.Runs.Count && _unsynced.Count == 0)
        {
            done(Errno.None);
            return;
        }

        if (index == dma.Runs.Count)
        {
            SyncUnpin(dma, () => done(Errno.None), done);
            return;
        }

        ContiguousRun run = dma.Runs[index];
        _whenUnmapped = _ =>
        {
            _unsynced.Add(run);
            if (_unsynced.Count == _settings.SyncRegionsMax)
            {
                SyncUnpin(dma, () => UnmapRun(dma, index + 1, done), done);
            }
            else
            {
                UnmapRun(dma, index + 1, done);
            }
        };
        Domains[0].Tell(new UnmanagedProtocol.UnmapFast(run.Iova, run.LengthBytes));
    }

    /// <summary>vfio_sync_unpin.</summary>
    private void SyncUnpin(VfioDma dma, Action then, Action<Errno> failed)
    {
        ContiguousRun[] runs = [.. _unsynced];
        _unsynced.Clear();
        if (_surroundings.Mutations.Has(Mutation.B19))
        {
            Unlock(dma, runs, () => Sync(0, then, failed));
            return;
        }

        Sync(0, () => Unlock(dma, runs, then), failed);
    }

    /// <summary>Unpins what is charged, for the charge to follow.</summary>
    private void Unlock(VfioDma dma, ContiguousRun[] runs, Action then)
    {
        foreach (ContiguousRun run in runs)
        {
            dma.UnlockedPages += PagesToCharge(run);
        }

        Unpin(dma, runs, then);
    }

    private void UnmapIn(int domain, Iova start, ulong lengthBytes, Action then, Action<Errno> failed)
    {
        _whenUnmapped = errno =>
        {
            if (errno == Errno.None)
            {
                then();
            }
            else
            {
                Retry(domain, then, failed, errno, UnmanagedProtocol.SyncRetriesMax);
            }
        };
        Domains[domain].Tell(new UnmanagedProtocol.Unmap(start, lengthBytes));
    }

    private void Sync(int domain, Action then, Action<Errno> failed) =>
        Retry(domain, then, failed, Errno.None, UnmanagedProtocol.SyncRetriesMax);

    /// <summary>Asks until nothing is cached any more.</summary>
    private void Retry(int domain, Action then, Action<Errno> failed, Errno last, int left)
    {
        if (left == 0)
        {
            failed(last);
            return;
        }

        _whenUnmapped = errno =>
        {
            if (errno == Errno.None)
            {
                then();
            }
            else
            {
                Retry(domain, then, failed, errno, left - 1);
            }
        };
        Domains[domain].Tell(new UnmanagedProtocol.IotlbSync());
    }

    /// <summary>What a device may have written is marked dirty first.</summary>
    private void Unpin(VfioDma dma, ContiguousRun[] runs, Action then)
    {
        ContiguousRun[] pinned = Array.FindAll(runs, static run => run.Pin != NoPin);
        if (pinned.Length == 0)
        {
            then();
            return;
        }

        (_whenUnpinned, _unpinsLeft) = (then, pinned.Length);
        bool isDirty = dma.Direction != DmaDirection.ToDevice;
        foreach (ContiguousRun run in pinned)
        {
            _settings.Pinner.Tell(new GupPinnerProtocol.UnpinPart(
                run.Pin, run.Range, run.FirstChunk, run.Chunks, isDirty));
        }
    }

    private void OnPartUnpinned()
    {
        if (--_unpinsLeft == 0)
        {
            _whenUnpinned();
        }
    }
}
