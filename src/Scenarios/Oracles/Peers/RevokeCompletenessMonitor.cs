using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-27. All of a buffer's events are of one actor, so that their order is that of its steps.</summary>
internal sealed class RevokeCompletenessMonitor : IOracle
{
    private readonly SortedDictionary<int, Buffer> _buffers = [];

    public string Invariant => RevokeCompleteness.Id;

    public InvariantKind Kind => InvariantKind.Final;

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(BufferMapped), typeof(BufferUnmapped), typeof(BufferRevoking), typeof(BufferRevoked),
        typeof(BufferRestored),
    ];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case BufferMapped mapped:
                Buffer lent = Of(mapped.Buffer);
                findings.Report(RevokeCompleteness.OfMap(mapped.Buffer, mapped.Importer, lent.IsRevoked));
                lent.Mappings++;
                break;
            case BufferUnmapped unmapped:
                Of(unmapped.Buffer).Mappings--;
                break;
            case BufferRevoking revoking:
                Buffer taken = Of(revoking.Buffer);
                taken.IsRevoked = true;
                taken.Calls++;
                break;
            case BufferRevoked revoked:
                Buffer own = Of(revoked.Buffer);
                own.Calls--;
                findings.Report(RevokeCompleteness.OfEnd(revoked.Buffer, own.Mappings));
                break;
            case BufferRestored restored:
                Of(restored.Buffer).IsRevoked = false;
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
        foreach ((int number, Buffer buffer) in _buffers)
        {
            findings.Report(RevokeCompleteness.OfWaiting(number, buffer.Calls));
        }
    }

    private Buffer Of(int number)
    {
        if (!_buffers.TryGetValue(number, out Buffer? buffer))
        {
            _buffers.Add(number, buffer = new Buffer());
        }

        return buffer;
    }

    private sealed class Buffer
    {
        public int Mappings { get; set; }

        public int Calls { get; set; }

        public bool IsRevoked { get; set; }
    }
}
