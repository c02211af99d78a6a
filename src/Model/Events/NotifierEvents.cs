namespace PhyrActors.Model;

/// <summary>A driver was told that a part of what its notifier mirrors goes.</summary>
/// <param name="Invalidation">The address space's number.</param>
/// <param name="Notifier">The notifier.</param>
/// <param name="MayBlock">Whether the driver may wait for anything before it answers.</param>
public sealed record InvalidationAsked(long Invalidation, long Notifier, bool MayBlock);

/// <summary>A driver returned from its notifier.</summary>
/// <param name="Invalidation">The address space's number.</param>
/// <param name="Notifier">The notifier.</param>
/// <param name="Range">What was to go.</param>
/// <param name="Done">The device reaches none of it; otherwise nothing was done.</param>
public sealed record InvalidationAnswered(long Invalidation, long Notifier, VirtRange Range, bool Done);

/// <summary>An invalidation that notifiers were told of is over (mmu_notifier_invalidate_range_end).</summary>
public sealed record InvalidationEnded(long Invalidation);

/// <summary>A driver looks pages up again, since its notifier was told of an invalidation meanwhile.</summary>
public sealed record LookUpRetried(long Notifier);

/// <summary>A driver set its notifier's sequence, under a mutex of its own: mmu_interval_set_seq().</summary>
public sealed record NotifierSequenceSet(long Notifier, long Sequence);

/// <summary>A driver maps a page without a pin, under its own lock.</summary>
/// <param name="Notifier">Whose invalidation takes it away again.</param>
/// <param name="Keeper">What the mapping's entries name as their keeper.</param>
/// <param name="At">The page's address in the process.</param>
/// <param name="Range">The page.</param>
/// <param name="Sequence">The notifier's sequence when the page was looked up (mmu_interval_read_begin).</param>
public sealed record NotifierPageMapped(long Notifier, long Keeper, VirtAddr At, RangeCpu Range, long Sequence);

/// <summary>A driver declared that it uses a page no more: from here on its process may give it away.</summary>
/// <param name="Notifier">The notifier.</param>
/// <param name="Keeper">The mapping's keeper.</param>
/// <param name="At">The page's address in the process.</param>
/// <param name="Range">The page.</param>
/// <param name="Dirty">Whether it was marked dirty before.</param>
public sealed record NotifierPageReleased(long Notifier, long Keeper, VirtAddr At, RangeCpu Range, bool Dirty);
