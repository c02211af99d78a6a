using static PhyrActors.Model.FollFlags;

namespace PhyrActors.Model.Tests;

/// <summary>Each rule of is_valid_gup_args and check_vma_flags, with the kernel's errno.</summary>
public sealed class GupRulesTests
{
    private const VmaFlags Anonymous = VmaFlags.Read | VmaFlags.Write | VmaFlags.MayWrite;
    private const VmaFlags SharedFile = Anonymous | VmaFlags.Shared;
    private const PteFlags Own = PteFlags.Present | PteFlags.AnonExclusive;

    [Theory]
    [InlineData(None, Pin)]
    [InlineData(Write | Longterm, Pin)]
    [InlineData(Force | Write, Get)]
    [InlineData(PciP2pdma, Pin)]
    [InlineData(PciP2pdma, Get)]
    [InlineData(SplitPmd, Get)]
    [InlineData(Write, None)]
    public void Flags_that_agree_are_accepted_with_what_the_call_adds(FollFlags given, FollFlags toSet)
    {
        Errno errno = GupRules.CheckArguments(given, toSet, hasPages: true, out FollFlags flags);

        Assert.Equal((Errno.None, given | toSet), (errno, flags));
    }

    [Theory]
    [InlineData(Get, Pin)]
    [InlineData(Longterm, Get)]
    [InlineData(Longterm, None)]
    [InlineData(Longterm | PciP2pdma, Pin)]
    [InlineData(Pin, Pin)]
    [InlineData(Remote, Pin)]
    [InlineData(FastOnly, Pin)]
    [InlineData(MadvPopulate, Get)]
    public void Flags_that_contradict_each_other_or_are_not_the_callers_are_refused(FollFlags given, FollFlags toSet)
    {
        Errno errno = GupRules.CheckArguments(given, toSet, hasPages: true, out FollFlags flags);

        Assert.Equal((Errno.EINVAL, None), (errno, flags));
    }

    [Theory]
    [InlineData(Pin, Errno.EINVAL)]
    [InlineData(Get, Errno.EINVAL)]
    [InlineData(None, Errno.None)]
    public void Pages_need_somewhere_to_go(FollFlags toSet, Errno errno) =>
        Assert.Equal(errno, GupRules.CheckArguments(None, toSet, hasPages: false, out _));

    [Theory]
    [InlineData(Anonymous, Pin | Write | Longterm, Errno.None)]
    [InlineData(Anonymous | VmaFlags.Io, Pin, Errno.EFAULT)]
    [InlineData(Anonymous | VmaFlags.PfnMap, Pin, Errno.EFAULT)]
    [InlineData(SharedFile | VmaFlags.FsDax, Pin | Longterm, Errno.EOPNOTSUPP)]
    [InlineData(SharedFile | VmaFlags.FsDax, Pin, Errno.None)]
    [InlineData(SharedFile | VmaFlags.SecretMem, Pin, Errno.EFAULT)]
    [InlineData(SharedFile | VmaFlags.SecretMem, Get, Errno.EFAULT)]
    [InlineData(SharedFile | VmaFlags.TracksDirty, Pin | Longterm | Write, Errno.EFAULT)]
    [InlineData(SharedFile | VmaFlags.TracksDirty, Pin | Longterm, Errno.None)]
    [InlineData(SharedFile | VmaFlags.TracksDirty, Pin | Write, Errno.None)]
    [InlineData(SharedFile | VmaFlags.TracksDirty, Get | Write, Errno.None)]
    [InlineData(SharedFile, Pin | Longterm | Write, Errno.None)]
    [InlineData(VmaFlags.None, Pin, Errno.EFAULT)]
    [InlineData(VmaFlags.None, Pin | Force, Errno.None)]
    [InlineData(VmaFlags.Read, Pin, Errno.None)]
    [InlineData(VmaFlags.Read, Pin | Write, Errno.EFAULT)]
    [InlineData(VmaFlags.Read | VmaFlags.MayWrite, Pin | Write, Errno.EFAULT)]
    [InlineData(VmaFlags.Read | VmaFlags.MayWrite, Pin | Write | Force, Errno.None)]
    [InlineData(VmaFlags.Read, Pin | Write | Force, Errno.EFAULT)]
    [InlineData(VmaFlags.Read | VmaFlags.Shared | VmaFlags.MayWrite, Pin | Write | Force, Errno.EFAULT)]
    [Trait("row", "U9")]
    public void A_mapping_allows_or_refuses_with_the_kernels_errno(VmaFlags vma, FollFlags flags, Errno errno) =>
        Assert.Equal(errno, GupRules.CheckVma(vma, flags));

    [Theory]
    [InlineData(Anonymous, Pin | Write, PteFlags.Present | PteFlags.Writable)]
    [InlineData(Anonymous, Pin | Longterm, PteFlags.Present | PteFlags.AnonExclusive)]
    [InlineData(Anonymous, Pin, PteFlags.Present | PteFlags.AnonExclusive)]
    [InlineData(Anonymous, Get, PteFlags.Present)]
    [InlineData(SharedFile, Pin | Longterm, PteFlags.Present)]
    [InlineData(VmaFlags.Read | VmaFlags.MayWrite, Pin | Write | Force, PteFlags.Present | PteFlags.AnonExclusive)]
    public void An_entry_is_taken_as_it_is_only_when_it_stays_the_process_s(
        VmaFlags vma, FollFlags flags, PteFlags needed) => Assert.Equal(needed, GupRules.NeededEntry(vma, flags));

    [Theory]
    [InlineData(Pin, true)]
    [InlineData(Get, true)]
    [InlineData(Pin | Write, false)]
    [InlineData(Pin | Longterm, false)]
    public void The_zero_page_does_for_reading_for_a_short_time(FollFlags flags, bool allowed) =>
        Assert.Equal(allowed, GupRules.IsZeroPageAllowed(flags));

    [Theory]
    [InlineData(Pin, true)]
    [InlineData(Pin | Write | Longterm, true)]
    [InlineData(Pin | FollFlags.HonorNumaFault, false)]
    [InlineData(FollFlags.MadvPopulate, false)]
    public void A_NUMA_hint_is_passed_over_unless_the_caller_honours_it(FollFlags flags, bool allowed) =>
        Assert.Equal(allowed, GupRules.IsProtNoneAllowed(flags));

    [Theory]
    [InlineData(Own | PteFlags.Writable, Pin | Write | Longterm, true)]
    [InlineData(Own, Pin | Write | Force, false)]
    [InlineData(Own, Pin | Longterm, true)]
    [InlineData(PteFlags.Present, Pin, false)]
    [InlineData(PteFlags.Present, Get, true)]
    [InlineData(PteFlags.Present | PteFlags.File, Pin, true)]
    [InlineData(PteFlags.Present | PteFlags.File, Pin | Longterm, false)]
    [InlineData(PteFlags.Present | PteFlags.File | PteFlags.Writable, Pin | Longterm, true)]
    [InlineData(PteFlags.Present | PteFlags.Special, Get, false)]
    [InlineData(PteFlags.Present | PteFlags.ProtNone, Get, false)]
    [InlineData(PteFlags.Migration | PteFlags.Writable, Pin | Write, false)]
    [InlineData(PteFlags.Swap, Get, false)]
    [InlineData(Own | PteFlags.ProtNone, Get, false)]
    public void The_fast_path_tries_an_entry_that_permits_it_by_itself(
        PteFlags entry, FollFlags flags, bool tried) => Assert.Equal(tried, GupRules.IsFastEntry(entry, flags));

    [Theory]
    [InlineData(FolioFlags.Anon, 0, null, Pin | Write | Longterm, true)]
    [InlineData(FolioFlags.None, 0, "tracked", Pin | Write | Longterm, false)]
    [InlineData(FolioFlags.None, 0, "tracked", Pin | Write, true)]
    [InlineData(FolioFlags.None, 9, "tracked", Pin | Write | Longterm, false)]
    [InlineData(FolioFlags.None, 0, "shmem", Pin | Write | Longterm, true)]
    [InlineData(FolioFlags.None, 0, "secret", Get, false)]
    [InlineData(FolioFlags.None, 0, null, Pin, false)]
    [InlineData(FolioFlags.None, 9, null, Pin, true)]
    public void The_fast_path_keeps_a_folio_whose_kind_it_can_tell(
        FolioFlags folio, int order, string? kind, FollFlags flags, bool allowed)
    {
        CachedFile? file = kind is null
            ? null
            : new CachedFile(1, 512, tracksDirty: kind == "tracked") { IsSecretMem = kind == "secret" };
        Folio taken = new(new FrameBlock(default, order), MemoryZone.Normal, folio, 1, 0, 1, 1, default);

        Assert.Equal(allowed, GupRules.IsFastAllowed(taken, file, flags));
    }

    [Theory]
    [InlineData(MemoryZone.PciP2pdma, Pin, Errno.EREMOTEIO)]
    [InlineData(MemoryZone.PciP2pdma, Pin | PciP2pdma, Errno.None)]
    [InlineData(MemoryZone.Normal, Pin, Errno.None)]
    [Trait("row", "T11")]
    public void Memory_behind_pci_is_refused_unless_asked_for(MemoryZone zone, FollFlags flags, Errno errno) =>
        Assert.Equal(errno, GupRules.CheckZone(zone, flags));
}
