using static PhyrActors.Actors.DmaBufProtocol;

namespace PhyrActors.Actors;

/// <summary>Memory that comes back: one mapping, or all.</summary>
/// <remarks>A revocation: the flag, word to the importers, the reservation given back, and waiting until all have
/// unmapped, which they do when their fences have signalled. It may be asked for again at any time (c64a647c84f3,
/// "vfio/pci: fix dma-buf kref underflow after revoke"). Source:
/// drivers/vfio/pci/vfio_pci_dmabuf.c:vfio_pci_dma_buf_move().</remarks>
public sealed partial class DmaBuf
{
    private readonly List<IActorRef> _revokers = [];
    private (Attachment Attachment, IActorRef Client)? _unmapping;
    private bool _isRevoked;

    private void OnUnmap(Unmap unmap)
    {
        if (!_attachments.TryGetValue(unmap.Importer, out Attachment? attachment) || attachment.Plan is not { } plan)
        {
            Sender.Tell(new Unmapped(_settings.Number, Errno.EINVAL));
            _reservation.Release(Self);
            return;
        }

        _unmapping = (attachment, Sender);
        if (plan[0].IsBus)
        {
            EndUnmap(Errno.None);
            return;
        }

        _settings.Mapping.Tell(new DmaMappingProtocol.Unmap(
            _settings.Number,
            unmap.Importer,
            plan[0].Iova.Value,
            plan.LengthBytes,
            _settings.Memory.ChunkCount,
            attachment.Map!.Direction,
            DmaAttributes.None,
            attachment.Map.Cpu));
    }

    private void EndUnmap(Errno errno)
    {
        (Attachment attachment, IActorRef client) = _unmapping!.Value;
        _unmapping = null;
        if (errno == Errno.None)
        {
            attachment.Plan = null;
            Context.System.EventStream.Publish(new BufferUnmapped(_settings.Number, attachment.Importer));
        }

        client.Tell(new Unmapped(_settings.Number, errno));
        _reservation.Release(Self);
        EndRevoke();
    }

    private void OnRevoke()
    {
        Context.System.EventStream.Publish(new BufferRevoking(_settings.Number));
        if (!_isRevoked || !Has(Mutation.D6))
        {
            _revokers.Add(Sender);
        }

        if (!_isRevoked)
        {
            _isRevoked = true;
            foreach (Attachment attachment in _attachments.Values)
            {
                attachment.Driver.Tell(new InvalidateMappings(_settings.Number));
            }
        }

        _reservation.Release(Self);
        EndRevoke();
    }

    private void EndRevoke()
    {
        if (_attachments.Values.Any(static attachment => attachment.Plan is not null))
        {
            return;
        }

        foreach (IActorRef revoker in _revokers)
        {
            Context.System.EventStream.Publish(new BufferRevoked(_settings.Number));
            revoker.Tell(new Revoked(_settings.Number));
        }

        _revokers.Clear();
    }

    private void OnRestore()
    {
        Errno errno = _revokers.Count > 0 ? Errno.EBUSY : Errno.None;
        if (errno == Errno.None)
        {
            _isRevoked = false;
            Context.System.EventStream.Publish(new BufferRestored(_settings.Number));
        }

        Sender.Tell(new Restored(_settings.Number, errno));
        _reservation.Release(Self);
    }
}
