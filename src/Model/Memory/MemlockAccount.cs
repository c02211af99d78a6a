namespace PhyrActors.Model;

/// <summary>The pinned_vm of one owner against its RLIMIT_MEMLOCK.</summary>
/// <remarks>Unit: pages of 4 KiB. A charge is taken before the pin and given back when the pin fails
/// (ib_umem_get, drivers/infiniband/core/umem.c, v6.16).</remarks>
/// <param name="limitPages">RLIMIT_MEMLOCK.</param>
/// <param name="hasCapIpcLock">CAP_IPC_LOCK lifts the limit.</param>
public sealed class MemlockAccount(ulong limitPages, bool hasCapIpcLock = false)
{
    public ulong LimitPages => limitPages;

    public bool HasCapIpcLock => hasCapIpcLock;

    public ulong PinnedPages { get; private set; }

    /// <summary>Takes a charge; ENOMEM, and nothing taken, above the limit.</summary>
    public Errno Charge(ulong pages)
    {
        bool fits = PinnedPages <= limitPages && pages <= limitPages - PinnedPages;
        if (!hasCapIpcLock && !fits)
        {
            return Errno.ENOMEM;
        }

        PinnedPages += pages;
        return Errno.None;
    }

    /// <summary>Gives a charge back.</summary>
    /// <exception cref="InvariantException">More than was charged.</exception>
    public void Uncharge(ulong pages)
    {
        if (pages > PinnedPages)
        {
            throw new InvariantException($"{pages} pages are given back of {PinnedPages} charged.");
        }

        PinnedPages -= pages;
    }
}
