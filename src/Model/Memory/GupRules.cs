namespace PhyrActors.Model;

/// <summary>What get_user_pages asks before it touches anything, and what it asks of each entry and folio.</summary>
/// <remarks>Source: mm/gup.c, v6.16: is_valid_gup_args, check_vma_flags, writable_file_mapping_allowed,
/// gup_fast_pte_range, gup_fast_folio_allowed, gup_must_unshare.</remarks>
public static class GupRules
{
    private const FollFlags Internal =
        FollFlags.Pin | FollFlags.Remote | FollFlags.FastOnly | FollFlags.MadvPopulate;

    /// <summary>EINVAL for flags that contradict each other or are not the caller's to give.</summary>
    /// <param name="given">What the caller gave.</param>
    /// <param name="toSet">What the call itself adds: <see cref="FollFlags.Pin"/> or
    /// <see cref="FollFlags.Get"/>.</param>
    /// <param name="hasPages">Whether there is somewhere to put the pages.</param>
    /// <param name="flags">Both together; none when refused.</param>
    public static Errno CheckArguments(FollFlags given, FollFlags toSet, bool hasPages, out FollFlags flags)
    {
        const FollFlags Both = FollFlags.Pin | FollFlags.Get;
        const FollFlags Unpluggable = FollFlags.Longterm | FollFlags.PciP2pdma;
        flags = given | toSet;
        bool isValid = (given & Internal) == FollFlags.None
            && (flags & Both) != Both
            && (flags.HasFlag(FollFlags.Pin) || !flags.HasFlag(FollFlags.Longterm))
            && ((flags & Both) == FollFlags.None || hasPages)
            && (flags & Unpluggable) != Unpluggable;
        flags = isValid ? flags : FollFlags.None;
        return isValid ? Errno.None : Errno.EINVAL;
    }

    /// <summary>Whether the flags allow any page of a mapping.</summary>
    public static Errno CheckVma(VmaFlags vma, FollFlags flags)
    {
        if ((vma & (VmaFlags.Io | VmaFlags.PfnMap)) != VmaFlags.None)
        {
            return Errno.EFAULT;
        }

        if (flags.HasFlag(FollFlags.Longterm) && vma.HasFlag(VmaFlags.FsDax))
        {
            return Errno.EOPNOTSUPP;
        }

        if (vma.HasFlag(VmaFlags.SecretMem))
        {
            return Errno.EFAULT;
        }

        bool isAllowed = flags.HasFlag(FollFlags.Write)
            ? IsWriteAllowed(vma, flags)
            : vma.HasFlag(VmaFlags.Read) || flags.HasFlag(FollFlags.Force);
        return isAllowed ? Errno.None : Errno.EFAULT;
    }

    /// <summary>Flags that an entry must have to be taken as it is; a page that others share is not pinned for reading
    /// either, since the next write would part the pin from it.</summary>
    public static PteFlags NeededEntry(VmaFlags vma, FollFlags flags)
    {
        if (flags.HasFlag(FollFlags.Write))
        {
            return PteFlags.Present | (vma.HasFlag(VmaFlags.Write) ? PteFlags.Writable : PteFlags.AnonExclusive);
        }

        bool mayBeShared = vma.HasFlag(VmaFlags.Shared)
            || (flags & (FollFlags.Get | FollFlags.MadvPopulate)) != FollFlags.None;
        return mayBeShared ? PteFlags.Present : PteFlags.Present | PteFlags.AnonExclusive;
    }

    /// <summary>The same for an entry that leads to a page of a file: a private mapping may show it to a pin for
    /// reading that is no pin for long, and the next write parts the two (gup_must_unshare).</summary>
    public static PteFlags NeededFileEntry(VmaFlags vma, FollFlags flags)
    {
        bool mayDiverge = (flags & (FollFlags.Write | FollFlags.Longterm)) == FollFlags.None;
        return mayDiverge ? PteFlags.Present : NeededEntry(vma, flags);
    }

    /// <summary>Whether an entry of the zero page will do: for reading for a short time.</summary>
    public static bool IsZeroPageAllowed(FollFlags flags) =>
        (flags & (FollFlags.Write | FollFlags.Longterm)) == FollFlags.None;

    /// <summary>Whether an entry with a NUMA hint will do in the slow path (gup_can_follow_protnone); what faults for a
    /// CPU or a device takes the fault.</summary>
    public static bool IsProtNoneAllowed(FollFlags flags) =>
        (flags & (FollFlags.HonorNumaFault | FollFlags.MadvPopulate)) == FollFlags.None;

    /// <summary>Whether the fast path may try an entry that it has read without its VMA: the entry permits it, and no
    /// later write of the process would part the pin from it.</summary>
    public static bool IsFastEntry(PteFlags entry, FollFlags flags)
    {
        if ((entry & (PteFlags.Present | PteFlags.Special | PteFlags.ProtNone)) != PteFlags.Present)
        {
            return false;
        }

        if (entry.HasFlag(PteFlags.Writable) || flags.HasFlag(FollFlags.Write))
        {
            return entry.HasFlag(PteFlags.Writable);
        }

        // gup_must_unshare: whether a mapping of a file is private, only its VMA says.
        bool stays = entry.HasFlag(PteFlags.File)
            ? !flags.HasFlag(FollFlags.Longterm)
            : entry.HasFlag(PteFlags.AnonExclusive);
        return stays || flags.HasFlag(FollFlags.Get);
    }

    /// <summary>Whether the fast path may keep a folio that it has taken without looking at its VMA; if not, the slow
    /// path decides.</summary>
    /// <param name="folio">The folio.</param>
    /// <param name="file">Whose it is; null where it is of no file, or no longer.</param>
    /// <param name="flags">What for.</param>
    public static bool IsFastAllowed(in Folio folio, CachedFile? file, FollFlags flags)
    {
        const FollFlags LongtermWrite = FollFlags.Longterm | FollFlags.Write;
        bool mayWriteForLong = (flags & LongtermWrite) == LongtermWrite;
        if (folio.Has(FolioFlags.Anon) || (folio.IsLarge && !mayWriteForLong))
        {
            return true;
        }

        return file is { IsSecretMem: false } && !(mayWriteForLong && file.TracksDirty);
    }

    /// <summary>EREMOTEIO for memory of a device behind PCI that the caller did not ask for.</summary>
    public static Errno CheckZone(MemoryZone zone, FollFlags flags) =>
        zone == MemoryZone.PciP2pdma && !flags.HasFlag(FollFlags.PciP2pdma) ? Errno.EREMOTEIO : Errno.None;

    private static bool IsWriteAllowed(VmaFlags vma, FollFlags flags)
    {
        const FollFlags LongtermPin = FollFlags.Pin | FollFlags.Longterm;
        if ((flags & LongtermPin) == LongtermPin && vma.HasFlag(VmaFlags.TracksDirty))
        {
            return false;
        }

        // Only a private mapping that could be made writable can have a copy of its own.
        bool isCow = (vma & (VmaFlags.Shared | VmaFlags.MayWrite)) == VmaFlags.MayWrite;
        return vma.HasFlag(VmaFlags.Write) || (flags.HasFlag(FollFlags.Force) && isCow);
    }
}
