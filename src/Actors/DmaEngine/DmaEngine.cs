using static PhyrActors.Actors.DmaEngineProtocol;

namespace PhyrActors.Actors;

/// <summary>The hardware half of a device: memory keys, descriptors in flight, and the interrupts behind
/// them.</summary>
/// <remarks>It races with its driver: a driver knows only what completions tell.</remarks>
public sealed partial class DmaEngine : ReceiveActor
{
    private readonly int _requester;
    private readonly IActorRef _fabric;
    private readonly AtsSettings _ats;
    private readonly Surroundings _surroundings;
    private readonly FaultPoints _faults;
    private readonly Dictionary<long, MemoryKey> _keys = [];
    private readonly Dictionary<long, Reading> _reads = [];

    /// <param name="requester">The device's function in the topology, by which fabric and IOMMU know it.</param>
    /// <param name="fabric">Where its requests go.</param>
    /// <param name="surroundings">Choices, work, mutations.</param>
    public DmaEngine(int requester, IActorRef fabric, Surroundings surroundings)
        : this(requester, fabric, AtsSettings.Off, surroundings)
    {
    }

    public DmaEngine(int requester, IActorRef fabric, AtsSettings ats, Surroundings surroundings)
    {
        (_requester, _fabric, _ats, _surroundings) = (requester, fabric, ats, surroundings);
        _faults = surroundings.FaultsOf(Context);
        _cache = ats.Entries > 0 ? new Iotlb(ats.Entries, ats.Ways) : null;
        Receive<Post>(OnPost);
        Receive<PostSlow>(slow => Start(slow.Post, slow.Driver));
        Receive<RogueWrite>(OnRogueWrite);
        Receive<PcieFabricProtocol.ReadCompleted>(OnReadCompleted);
        Receive<PostPeer>(OnPostPeer);
        Receive<ProgramKey>(OnProgramKey);
        Receive<DestroyKey>(OnDestroyKey);
        Receive<WritePages>(OnWritePages);
        Receive<ResumeFault>(OnResumeFault);
        Receive<PcieFabricProtocol.TranslationCompleted>(OnTranslationCompleted);
        Receive<PcieFabricProtocol.TranslationFailed>(OnTranslationFailed);
        Receive<PcieFabricProtocol.InvalidateTlb>(OnInvalidateTlb);
        Receive<InvalidateLate>(late => Forget(late.Invalidation));
    }

    private void OnProgramKey(ProgramKey program)
    {
        if (_gone)
        {
            Sender.Tell(new KeyProgrammed(program.Key, Errno.ENODEV));
            return;
        }

        _keys[program.Key] = new MemoryKey(program);
        Sender.Tell(new KeyProgrammed(program.Key));
    }

    private void OnPost(Post post)
    {
        if (_gone)
        {
            Interrupt(Sender, new WorkCompleted(post.Operation, Errno.EIO));
        }
        else if (!FailsAt(post))
        {
            Start(post, Sender);
        }
    }

    private void Start(Post post, IActorRef driver)
    {
        if (!_keys.TryGetValue(post.Key, out MemoryKey? key)
            || key.DestroyAskedBy is not null
            || post.LengthBytes == 0
            || post.LengthBytes > key.Range.LengthBytes
            || post.OffsetBytes > key.Range.LengthBytes - post.LengthBytes)
        {
            Interrupt(driver, new WorkCompleted(post.Operation, _gone ? Errno.EIO : Errno.EINVAL));
            return;
        }

        if (key.Present is not null)
        {
            StartOnDemand(post, key, driver);
            return;
        }

        if (_cache is not null)
        {
            key.ReadsInFlight++;
            PiecewiseOperation operation = new(post, key.Range.Start + post.OffsetBytes, driver);
            _piecewise.Add(post.Operation, operation);
            SendTranslated(operation);
            return;
        }

        bool relaxed = post.Write && key.Range.RelaxedOrdering && _surroundings.Choices.Choose("dma.relaxed", 2) == 1;
        int requests = 0;
        for (ulong done = 0; done < post.LengthBytes; requests++)
        {
            Iova at = key.At(post.OffsetBytes + done, out ulong restBytes);
            ulong lengthBytes = Math.Min(restBytes, post.LengthBytes - done);
            _fabric.Tell(new PcieFabricProtocol.MemoryRequest(
                post.Operation, _requester, at, lengthBytes, post.Write, relaxed));
            done += lengthBytes;
        }

        if (post.Write)
        {
            Interrupt(driver, new WorkCompleted(post.Operation, Errno.None));
            return;
        }

        key.ReadsInFlight++;
        _reads.Add(post.Operation, new Reading(post.Key, driver, requests));
    }

    private void OnPostPeer(PostPeer post)
    {
        if (_gone)
        {
            Sender.Tell(new WorkCompleted(post.Operation, Errno.EIO));
            return;
        }

        if (post.LengthBytes == 0)
        {
            Interrupt(Sender, new WorkCompleted(post.Operation, Errno.EINVAL));
            return;
        }

        _fabric.Tell(new PcieFabricProtocol.PeerRequest(
            post.Operation, _requester, post.Bus, post.LengthBytes, post.Write));
        if (post.Write)
        {
            Interrupt(Sender, new WorkCompleted(post.Operation, Errno.None));
            return;
        }

        _reads.Add(post.Operation, new Reading(null, Sender));
    }

    private void OnReadCompleted(PcieFabricProtocol.ReadCompleted completed)
    {
        if (TryEndPiece(completed))
        {
            return;
        }

        if (!_reads.Remove(completed.Tag, out Reading reading))
        {
            throw new InvariantException($"Read {completed.Tag} completed and was not in flight.");
        }

        Errno errno = reading.Errno == Errno.None ? completed.Errno : reading.Errno;
        if (reading.Requests > 1)
        {
            _reads.Add(completed.Tag, reading with { Requests = reading.Requests - 1, Errno = errno });
            return;
        }

        Interrupt(reading.Driver, new WorkCompleted(completed.Tag, errno));
        if (reading.Key is { } number && _keys.TryGetValue(number, out MemoryKey? key))
        {
            key.ReadsInFlight--;
            DestroyIfIdle(number, key);
        }
    }

    private void OnDestroyKey(DestroyKey destroy)
    {
        if (!_keys.TryGetValue(destroy.Key, out MemoryKey? key))
        {
            Interrupt(Sender, new KeyDestroyed(destroy.Key));
            return;
        }

        if (_faults.Strikes(FaultSite.DeviceDestroyKey))
        {
            Interrupt(Sender, new KeyDestroyed(destroy.Key, Errno.EIO));
            return;
        }

        if (key.Present is not null)
        {
            EndFaults(destroy.Key);
        }

        key.DestroyAskedBy = Sender;
        DestroyIfIdle(destroy.Key, key);
    }

    private void DestroyIfIdle(long number, MemoryKey key)
    {
        if (key.DestroyAskedBy is { } driver && key.ReadsInFlight == 0)
        {
            _keys.Remove(number);
            Interrupt(driver, new KeyDestroyed(number));
            GoOnWriting(key.Range);
        }
    }

    private void Interrupt(IActorRef driver, object completion) =>
        _fabric.Tell(new PcieFabricProtocol.Signal(_requester, driver, completion));

    private readonly record struct Reading(long? Key, IActorRef Driver, int Requests = 1, Errno Errno = Errno.None);
}
