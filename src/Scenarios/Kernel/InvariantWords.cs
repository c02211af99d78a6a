using System.Collections.Frozen;
using PhyrActors.Exploration;

namespace PhyrActors.Scenarios;

/// <summary>Each invariant in a sentence, as docs/invariants.md has it.</summary>
public static class InvariantWords
{
    private static readonly FrozenDictionary<string, string> s_words =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["I-1"] = "as long as a device can reach a frame, the keeper that the mapping names holds it: a pin, "
                + "references (FOLL_GET), a writeback, a notifier whose invalidation has not returned, or the kernel "
                + "whose own it is",
            ["I-2"] = "every access through a translation happens before the completion of the invalidation that "
                + "covers its removal, and none after",
            ["I-3"] = "a table page goes back only after an invalidation of all levels that covers it, submitted "
                + "after it was unlinked, is complete at every unit",
            ["I-4"] = "clear entries, submit the invalidation, wait for its completion, and only then release IOVA",
            ["I-5"] = "in one submission, the unit's own cache forgets a range before any device is asked to",
            ["I-6"] = "live windows of a domain are disjoint and never hold IOVA 0",
            ["I-7"] = "a window of IOVA is freed once, and with the length with which it was allocated",
            ["I-8"] = "IOVA that is handed out has nothing cached of its earlier life",
            ["I-9"] = "nothing is mapped over what is mapped",
            ["I-10"] = "an unmap removes what it was asked for: no less, and no entry of a neighbour",
            ["I-11"] = "a dma_iova_state is linked inside its window, only its first piece begins inside a page, and "
                + "it is destroyed with exactly what is linked",
            ["I-12"] = "a device is told of an address only after dma_iova_sync returned 0 for all of it",
            ["I-13"] = "a device writes only through entries that allow it, and reads only through those that allow "
                + "that",
            ["I-14"] = "frames that a device wrote through a pin, or a notifier's mapping, are marked dirty before "
                + "they are given up, "
                + "unless they left their file or were cleaned since, "
                + "and no folio is marked whose file system expects no write",
            ["I-15"] = "a device that only its driver drives begins no access to what that driver has unmapped",
            ["I-16"] = "what a pin took, it gave back: the same frames, as often; the zero page is not counted",
            ["I-17"] = "a pin that returns k pages holds exactly k, and one that returns an error holds none",
            ["I-18"] = "a pin for long is handed out with no frame where memory must be movable",
            ["I-19"] = "a folio that anybody holds beyond its mappings and caches is not moved, split or swapped out",
            ["I-20"] = "as long as a page is pinned, its entry leads to it unless its process takes it away, nobody "
                + "shares it, and a pin for writing was taken on what others do not share",
            ["I-21"] = "a charge is taken back from the address space that was charged; sums stay between zero and "
                + "the limit",
            ["I-22"] = "a pin that is kept was taken on entries that are the same after it as before",
            ["I-23"] = "nothing is mapped for a device by what was read before its notifier's last invalidation",
            ["I-24"] = "when a notifier returns from an invalidation its device reaches nothing of the range, and "
                + "nothing of it is mapped anew until the invalidation is over",
            ["I-25"] = "a notifier that may not block answers at once, and one that refuses has done nothing",
            ["I-26"] = "no device holds an address into a BAR once its memory is switched off or its provider is gone",
            ["I-27"] = "once a dma-buf is revoked nobody maps it, and when nothing is left to do, every revocation "
                + "has ended",
            ["I-29"] = "a device uses a peer's bus address only while no port on the way redirects it; what a fault "
                + "redirects is not judged",
            ["I-31"] = "when nothing is left to do, every unbinding of a provider has ended",
            ["I-32"] = "a wait writes its status only when every descriptor before it is done, and never after it was "
                + "aborted",
            ["I-33"] = "an invalidation that was aborted or failed is submitted again or told as an error, and nobody "
                + "goes on as if it were done",
            ["I-34"] = "when nothing is left to do, every submission has ended",
            ["I-35"] = "free slots and slots in use make the ring, a submission leaves one free, and no slot is taken "
                + "twice",
            ["I-36"] = "a device has forgotten an address before its entries are cleared",
            ["I-37"] = "a mapping is undone once, by the device and the kind of call that made it, and by nobody else "
                + "at the time",
            ["I-38"] = "a map that returns an error leaves no entry and no IOVA",
            ["I-39"] = "whether an unmap is needed is decided after the map",
            ["I-40"] = "a bounce slot has one owner, holds the owner's data from the start, is copied back, and goes "
                + "back once, when no device can reach it",
            ["I-41"] = "when nothing is left to do, nothing is left: no entries, no IOVA, no charge, no pinned range, "
                + "no bounce slot",
            ["I-42"] = "when nothing is left to do, nobody waits for a token, and no pin for long fails for a "
                + "reference that a drain of the batches for the LRU list would have taken away",
            [FindingKinds.ActorFailure] = "no actor throws",
            [FindingKinds.MonitorFailure] = "no monitor throws",
            [FindingKinds.NoProgress] = "a run comes to rest before its limit of steps",
            [FindingKinds.NotDeterministic] = "the same schedule gives the same run",
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The sentence, without a full stop; null for an invariant that is not of this model.</summary>
    public static string? Of(string invariant)
    {
        ArgumentNullException.ThrowIfNull(invariant);
        return invariant.StartsWith("DD", StringComparison.Ordinal)
            ? "drivers make no call of the DMA API that kernel/dma/debug.c complains of"
            : s_words.GetValueOrDefault(invariant);
    }
}
