using System.Runtime.CompilerServices;

namespace PhyrActors.Model;

/// <summary>Finds the folio of any frame in constant time.</summary>
/// <remarks>A slot for each 2 MiB of memory holds the one record of a folio at least as large, or a record for each
/// of 512 frames, of which only heads are live: a tail asks the nine heads it can have, so that no work is done by
/// frame.</remarks>
internal sealed class FolioStore
{
    private const int BlockOrder = 9;
    private const ulong SlotMask = (1UL << BlockOrder) - 1;

    private readonly FolioRecord[] _absent = new FolioRecord[1];
    private readonly FolioRecord[]?[] _blocks;
    private readonly ulong _firstBlock;

    public FolioStore(Pfn first, Pfn end)
    {
        _firstBlock = first.Value >> BlockOrder;
        _blocks = new FolioRecord[]?[((end.Value - 1) >> BlockOrder) - _firstBlock + 1];
    }

    /// <summary>The record of the folio that holds a frame; not live where there is none.</summary>
    /// <remarks>Most folios that are asked for are of one frame, or asked for by their first: found at
    /// once.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref FolioRecord Find(Pfn frame, out Pfn head)
    {
        head = frame;
        ulong block = unchecked((frame.Value >> BlockOrder) - _firstBlock);
        FolioRecord[]? records = block < (ulong)_blocks.Length ? _blocks[block] : null;
        if (records is { Length: 1 << BlockOrder })
        {
            ref FolioRecord own = ref records[frame.Value & SlotMask];
            if (own.IsLive)
            {
                return ref own;
            }
        }

        return ref FindByTail(records, frame, out head);
    }

    private ref FolioRecord FindByTail(FolioRecord[]? records, Pfn frame, out Pfn head)
    {
        head = frame;
        if (records is null)
        {
            return ref _absent[0];
        }

        if (records.Length == 1)
        {
            head = FrameBlock.Holding(frame, records[0].Order).Head;
            return ref records[0];
        }

        for (int order = 1; order < BlockOrder; order++)
        {
            ref FolioRecord candidate = ref records[(frame.Value & SlotMask) >> order << order];
            if (candidate.IsLive && candidate.Order >= order)
            {
                head = new Pfn(frame.Value >> order << order);
                return ref candidate;
            }
        }

        return ref _absent[0];
    }

    public ref FolioRecord Add(FrameBlock folio)
    {
        ulong block = (folio.Head.Value >> BlockOrder) - _firstBlock;
        if (folio.Order >= BlockOrder)
        {
            FolioRecord[] record = [new FolioRecord(folio.Order)];
            _blocks.AsSpan((int)block, 1 << (folio.Order - BlockOrder)).Fill(record);
            return ref record[0];
        }

        FolioRecord[]? records = _blocks[block];
        if (records is null || records.Length == 1)
        {
            _blocks[block] = records = new FolioRecord[1 << BlockOrder];
        }

        ref FolioRecord added = ref records[folio.Head.Value & SlotMask];
        added = new FolioRecord(folio.Order);
        return ref added;
    }

    public void Remove(FrameBlock folio)
    {
        ulong block = (folio.Head.Value >> BlockOrder) - _firstBlock;
        if (folio.Order >= BlockOrder)
        {
            _blocks.AsSpan((int)block, 1 << (folio.Order - BlockOrder)).Clear();
        }
        else
        {
            _blocks[block]![folio.Head.Value & SlotMask] = default;
        }
    }
}
