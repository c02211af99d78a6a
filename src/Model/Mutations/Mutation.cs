namespace PhyrActors.Model;

/// <summary>A defect that can be put into the model on purpose.</summary>
/// <remarks>Ids and descriptions: docs/bug-zoo.md. M-n has the number n, D-n 50 + n, B-n 64 + n.</remarks>
public enum Mutation
{
    None = 0,

    /// <summary>A strict unmap skips the invalidation.</summary>
    M1 = 1,

    /// <summary>A strict unmap frees its window before the invalidation.</summary>
    M2 = 2,

    /// <summary>The flush queue releases an entry that no flush begun after it covers: it compares with
    /// less-or-equal.</summary>
    M3 = 3,

    /// <summary>An unmap does not wait until its cleared entries are in memory before it has them
    /// invalidated.</summary>
    M4 = 4,

    /// <summary>Unlinked table pages go back before the invalidation.</summary>
    M5 = 5,

    /// <summary>An invalidation says that only leaves changed although tables were unlinked.</summary>
    M6 = 6,

    /// <summary>A device's own cache is invalidated before the IOTLB.</summary>
    M7 = 7,

    /// <summary>A submitter whose wait was aborted goes on as if it were done.</summary>
    M8 = 8,

    /// <summary>The driver unpins a region before it unmaps it.</summary>
    M9 = 9,

    /// <summary>A region's pins are given back twice.</summary>
    M10 = 10,

    /// <summary>A fast pin does not look whether a fork was under way.</summary>
    M11 = 11,

    /// <summary>A pin does not compare the entries again after it was taken.</summary>
    M12 = 12,

    /// <summary>A fault does not look whether its notifier was invalidated since it read the entries.</summary>
    M13 = 13,

    /// <summary>A notifier returns before its device has confirmed that it forgot the pages.</summary>
    M14 = 14,

    /// <summary>A window is destroyed with a length one granule short of what is linked.</summary>
    M18 = 18,

    /// <summary>A window is destroyed twice.</summary>
    M19 = 19,

    /// <summary>A piece is linked where one is linked already.</summary>
    M20 = 20,

    /// <summary>The driver tells the device of a range before its sync has returned.</summary>
    M21 = 21,

    /// <summary>Whether an unmap is needed is asked before the map that decides it.</summary>
    M22 = 22,

    /// <summary>A freed range is kept in the cache of the next larger ones.</summary>
    M23 = 23,

    /// <summary>An unmap leaves its last entry in the table and reports a shorter length, which nobody looks
    /// at.</summary>
    M24 = 24,

    /// <summary>A bounce slot is given back without waiting until its entry is unmapped.</summary>
    M25 = 25,

    /// <summary>A charge is taken back from whatever mm the process has now.</summary>
    M26 = 26,

    /// <summary>A pin for long stays where it is, in movable memory.</summary>
    M27 = 27,

    /// <summary>A folio moves although somebody else holds it.</summary>
    M28 = 28,

    /// <summary>An invalidation wait completes before accesses translated earlier have landed.</summary>
    M29 = 29,

    /// <summary>An invalidation does not kill walks begun before it: they fill the cache with what they read.</summary>
    M30 = 30,

    /// <summary>A request joins a batch that was already submitted.</summary>
    M31 = 31,

    /// <summary>A batch's hint is that of its last member.</summary>
    M32 = 32,

    /// <summary>A failed wait is told to the first member of its batch only.</summary>
    M33 = 33,

    /// <summary>A driver gives a list back while a device still uses it as an alias.</summary>
    A1 = 40,

    /// <summary>A slot for a device that writes is not filled first: what the device leaves out is what the slot's
    /// last owner left (before ddbd89deb7d3).</summary>
    S1 = 41,

    /// <summary>A driver unmaps while its device still works.</summary>
    A2 = 42,

    /// <summary>The table refuses a map and the caller is told that it is done (before 6fc7e8a3b811).</summary>
    D1 = 51,

    /// <summary>A window is given back with the length that is linked, not the one that was allocated.</summary>
    D3 = 53,

    /// <summary>A bounce slot is copied back and given back before its entry is unmapped, as dma_iova_unlink
    /// does.</summary>
    D5 = 55,

    /// <summary>The mmap lock is dropped: a fork does not wait for slow paths.</summary>
    T1 = 45,

    /// <summary>The page-table lock is dropped: a folio loses its mapping while a fork copies the entry.</summary>
    T2 = 46,

    /// <summary>The folio lock is dropped: two operations take the same mapping away.</summary>
    T3 = 47,

    /// <summary>i_mmap is dropped: mappings of a file come and go while they are walked.</summary>
    T4 = 49,

    /// <summary>The threads of a process are dropped: an exec does not wait for calls under way.</summary>
    T5 = 43,

    /// <summary>Migration entries are dropped: a fork, an unmap or an exit does not wait for a page on its
    /// way.</summary>
    T6 = 44,

    /// <summary>umem_mutex is dropped: an invalidation does not wait for the fault that maps the pages.</summary>
    T7 = 124,

    /// <summary>The end of a write to the disk is told before its mapping is gone.</summary>
    K1 = 34,

    /// <summary>A walk of a file's mappings takes the mmap lock of each process, which is the wrong order.</summary>
    L1 = 50,

    /// <summary>After a device-TLB timeout only slots with odd numbers are marked aborted.</summary>
    B2 = 66,

    /// <summary>A device-TLB timeout is cleared before the aborted slots are marked, by a head read after it.</summary>
    B3 = 67,

    /// <summary>Nobody notices that a device is gone: an invalidation of its cache never ends.</summary>
    B4 = 68,

    /// <summary>Pages of a user's mapping are given back before the invalidation that all of them wait for, as in
    /// XSA-346.</summary>
    B19 = 83,

    /// <summary>What a flush returns is ignored: an unmap goes on as if it had succeeded.</summary>
    B21 = 85,

    /// <summary>Tables that a large leaf replaced go back at once.</summary>
    B23 = 87,

    /// <summary>The slot search steps past the slots that it has found free (CVE-2024-35814).</summary>
    B29 = 93,

    /// <summary>A fork does not announce itself in write_protect_seq, as before 57efa1fe5957.</summary>
    B35 = 99,

    /// <summary>A fork shares a huge page although it is pinned, as before d042035eaf5f.</summary>
    B36 = 100,

    /// <summary>After a fault for writing the entry is asked for reading only, as before 19be0eaffa3a.</summary>
    B37 = 101,

    /// <summary>A pin for reading takes a page that a fork has shared (CVE-2020-29374).</summary>
    B38 = 102,

    /// <summary>A pin for reading takes a page that is mapped once as it is, and does not make it the
    /// process's own.</summary>
    B39 = 103,

    /// <summary>A pin for long and for writing is not refused where a file system tracks writes, as before
    /// 8ac268436e6d.</summary>
    B40 = 104,

    /// <summary>Pins are given back and what the device wrote is not marked dirty.</summary>
    A3 = 48,

    /// <summary>A pin for long does not drain the batches for the LRU list, as before 2fbb0c10d1e8.</summary>
    B42 = 106,

    /// <summary>A pin for long that could isolate nothing takes that for success, as 1aaf8c122918 did.</summary>
    B44 = 108,

    /// <summary>What a short pin took is not given back.</summary>
    B46 = 110,

    /// <summary>Pins of the zero page are counted.</summary>
    B47 = 111,

    /// <summary>A dma-buf is mapped although it is revoked.</summary>
    M15 = 15,

    /// <summary>A provider's BAR is taken away while peers hold addresses in it.</summary>
    M16 = 16,

    /// <summary>How a peer is reached is decided without a look at ACS.</summary>
    M17 = 17,

    /// <summary>A registration that fails is undone with a length short of what is linked.</summary>
    D3a = 63,

    /// <summary>Whoever revokes a dma-buf a second time waits for an end that was told, as before
    /// c64a647c84f3.</summary>
    D6 = 56,

    /// <summary>A provider's memory is switched off first, and its users are waited for after that.</summary>
    D7 = 57,

    /// <summary>An unmap names the memory in the place of the device address.</summary>
    B29a = 62,

    /// <summary>A link that failed half-way counts as done, and the device is told of all of it.</summary>
    B27 = 91,

    /// <summary>A refused map keeps its reference on the provider.</summary>
    B48 = 112,

    /// <summary>A region's memory is released before its device has stopped.</summary>
    B52 = 116,

    /// <summary>A revocation that comes while an importer makes its region unmaps what the device is about to be told
    /// of, without the lock of ff85a2ebacbd.</summary>
    B54 = 118,

    /// <summary>An importer that hears of no revocation may attach to what can be revoked.</summary>
    B55 = 119,

    /// <summary>How a peer is reached is remembered through a change of ACS.</summary>
    B56 = 120,
}

/// <summary>The defects switched on in one world; immutable.</summary>
public sealed class MutationSet
{
    public static readonly MutationSet None = new(0);

    private readonly UInt128 _bits;

    private MutationSet(UInt128 bits) => _bits = bits;

    public bool IsEmpty => _bits == 0;

    public IEnumerable<Mutation> All =>
        Enum.GetValues<Mutation>().Where(mutation => mutation != Mutation.None && Has(mutation));

    public static MutationSet Of(params ReadOnlySpan<Mutation> mutations)
    {
        UInt128 bits = 0;
        foreach (Mutation mutation in mutations)
        {
            bits |= UInt128.One << (int)mutation;
        }

        return new MutationSet(bits);
    }

    public MutationSet With(MutationSet others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new MutationSet(_bits | others._bits);
    }

    public bool Has(Mutation mutation) => (_bits >> (int)mutation & 1) != 0;

    public override string ToString() => string.Join(',', All);
}
