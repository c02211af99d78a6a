using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors;

/// <summary>Pins of the folios of a file in memory: one a folio, for long, of no mm and without a charge
/// (mm/gup.c:memfd_pin_folios and unpin_folios, v6.16).</summary>
/// <remarks>What may not be pinned for long is looked for when all folios are taken: then all of them go back, those
/// are moved, and everything is taken anew.</remarks>
public sealed partial class GupPinner
{
    private readonly Dictionary<long, FolioPin> _folioPins = [];

    private void OnMemfdPinFolios(MemfdPinFolios call)
    {
        if (call.Start > call.End || call.FoliosMax <= 0)
        {
            Refuse(call.Number, Sender, Errno.EINVAL);
            return;
        }

        FolioPin pin = new(call, Sender);
        _folioPins.Add(call.Number, pin);
        TakeFolios(pin, pin.First, isFirst: true);
    }

    private void TakeFolios(FolioPin pin, ulong first, bool isFirst) => _folios.Tell(
        new FolioManagerProtocol.TakeFolios(
            pin.Call.Number, pin.Call.File, first, pin.Last, pin.Call.FoliosMax - pin.Taken.Count, isFirst));

    private void OnFoliosTaken(FolioManagerProtocol.FoliosTaken taken)
    {
        FolioPin pin = _folioPins[taken.Pin];
        pin.Add(taken);
        if (taken.Errno != Errno.None)
        {
            Unwind(pin, taken.Errno);
        }
        else if (taken.Next <= pin.Last && pin.Taken.Count < pin.Call.FoliosMax)
        {
            TakeFolios(pin, taken.Next, isFirst: false);
        }
        else if (pin.NeedsMigration)
        {
            _folios.Tell(new FolioManagerProtocol.MigrateUnpinnable(taken.Pin, pin.Taken.ToArray(), _addressSpace));
        }
        else
        {
            GiveFolios(pin);
        }
    }

    private void OnFoliosMoved(FolioPin pin, FolioManagerProtocol.UnpinnableMigrated migrated)
    {
        if (migrated.IsKept)
        {
            GiveFolios(pin);
            return;
        }

        // Every pin is gone.
        pin.Restart();
        if (migrated.Errno == Errno.EAGAIN)
        {
            TakeFolios(pin, pin.First, isFirst: false);
        }
        else
        {
            _folioPins.Remove(migrated.Pin);
            Refuse(migrated.Pin, pin.Requester, migrated.Errno);
        }
    }

    private void OnPinMemfdPages(PinMemfdPages call)
    {
        if (call.LengthBytes == 0 || !PageSize.Size4KiB.IsAligned(call.Start | call.LengthBytes))
        {
            Refuse(call.Number, Sender, Errno.EINVAL);
            return;
        }

        ulong end = call.Start + (call.LengthBytes - 1);
        FolioPin pin = new(new MemfdPinFolios(call.Number, call.File, call.Start, end, int.MaxValue), Sender)
        {
            IsPerPage = true,
        };
        _folioPins.Add(call.Number, pin);
        TakeFolios(pin, pin.First, isFirst: true);
    }

    private void OnPinsAdded(FolioManagerProtocol.PinsAdded added)
    {
        _folioPins.Remove(added.Pin, out FolioPin? pin);
        RangeCpuBuilder pages = new();
        foreach (PinnedRun run in added.Runs.Span)
        {
            pages.Append(run.Frame, (ulong)run.Pages, run.Folio);
        }

        RangeCpu range = pages.Build();
        Context.System.EventStream.Publish(new RangePinned(added.Pin, default, range));
        pin!.Requester.Tell(new Pinned(added.Pin, range));
    }

    private void GiveFolios(FolioPin pin)
    {
        if (pin.IsPerPage)
        {
            _folios.Tell(new FolioManagerProtocol.AddPins(pin.Call.Number, pin.Taken.ToArray(), pin.Pages()));
            return;
        }

        _folioPins.Remove(pin.Call.Number);
        FrameBlock[] folios = [.. pin.Taken.Select(static run => run.Folio)];
        Context.System.EventStream.Publish(new RangePinned(pin.Call.Number, default, HeadsOf(folios)));
        pin.Requester.Tell(new FoliosPinned(pin.Call.Number, folios, pin.Call.Start - pin.FirstFolioBytes));
    }

    private void Unwind(FolioPin pin, Errno errno)
    {
        pin.Failed = errno;
        _folios.Tell(new FolioManagerProtocol.DropPins(pin.Call.Number, pin.Taken.ToArray()));
    }

    private void OnPinsDropped(FolioManagerProtocol.PinsDropped dropped)
    {
        if (_folioPins.Remove(dropped.Pin, out FolioPin? pin))
        {
            Refuse(dropped.Pin, pin.Requester, pin.Failed);
            return;
        }

        Continue(_pins[dropped.Pin]);
    }

    private void OnUnpinFolios(UnpinFolios unpin) =>
        BeginRelease(new Release(unpin.Pin, HeadsOf(unpin.Folios.Span), Dirty: false, Errno.None, Sender));

    /// <summary>A page a folio, as there is one pin on each.</summary>
    private static RangeCpu HeadsOf(ReadOnlySpan<FrameBlock> folios)
    {
        RangeCpuBuilder heads = new();
        foreach (FrameBlock folio in folios)
        {
            heads.Append(folio.Head, 1, folio);
        }

        return heads.Build();
    }
}
