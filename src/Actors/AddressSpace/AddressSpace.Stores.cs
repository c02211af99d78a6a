namespace PhyrActors.Actors;

/// <summary>What a fork writes to the parent's memory, by way of its CPU's store buffer if there is one.</summary>
/// <remarks>A fork reads no entry that it has written, so that its own stores need not be shown to it.</remarks>
public sealed partial class AddressSpace
{
    private IActorRef? ForkStores => _surroundings.StoreBuffers is [.., IActorRef last] ? last : null;

    /// <summary>raw_write_seqcount_begin, and _end.</summary>
    private void ChangeSequence()
    {
        if (_surroundings.Mutations.Has(Mutation.B35))
        {
            return;
        }

        if (ForkStores is { } stores)
        {
            stores.Tell(new StoreBufferProtocol.Store(SequenceChange.Instance));
        }
        else
        {
            _writeProtectSeq++;
        }
    }

    private void Store(WriteProtection write)
    {
        if (ForkStores is { } stores)
        {
            stores.Tell(new StoreBufferProtocol.Store(write));
        }
        else
        {
            Land(write);
        }
    }

    private void Land(WriteProtection write)
    {
        _pages.ChangeFlags(write.Start, write.Pages, PteFlags.None, PteFlags.Writable | PteFlags.AnonExclusive);
        Context.System.EventStream.Publish(new EntriesShared(_process, write.Start, write.Frame, write.Pages));
    }

    /// <summary>A barrier: the message comes when all that the fork has stored is in memory.</summary>
    private void TellAfterStores(object message)
    {
        if (ForkStores is { } stores)
        {
            stores.Tell(new StoreBufferProtocol.Store(message));
        }
        else
        {
            Self.Tell(message);
        }
    }

    private sealed record SequenceChange
    {
        public static readonly SequenceChange Instance = new();
    }

    private sealed record WriteProtection(VirtAddr Start, Pfn Frame, ulong Pages);
}
