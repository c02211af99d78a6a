using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors;

/// <summary>Pins that go back in parts, as their owner is done with them.</summary>
public sealed partial class GupPinner
{
    private readonly Dictionary<(long Pin, int FirstChunk), PartRelease> _parts = [];

    /// <summary>Chunks that are still pinned, of pins of which some are not.</summary>
    private readonly Dictionary<long, int> _chunksLeft = [];

    private void OnUnpinPart(UnpinPart part)
    {
        _parts.Add((part.Pin, part.FirstChunk), new PartRelease(part, Sender));
        _folios.Tell(new FolioManagerProtocol.ReleasePins(
            part.Pin, part.Range, part.FirstChunk, part.Chunks, IsMarked(part.Dirty)));
    }

    private void EndPart(PartRelease release)
    {
        UnpinPart part = release.Part;
        int left = _chunksLeft.GetValueOrDefault(part.Pin, part.Range.ChunkCount) - part.Chunks;
        _chunksLeft[part.Pin] = left;
        if (left == 0)
        {
            _chunksLeft.Remove(part.Pin);
            EndHold(part.Pin);
            Context.System.EventStream.Publish(new RangeUnpinned(part.Pin, part.Range.LengthBytes));
        }

        release.Requester.Tell(new PartUnpinned(part.Pin, part.FirstChunk, part.Chunks));
    }

    private readonly record struct PartRelease(UnpinPart Part, IActorRef Requester);
}
