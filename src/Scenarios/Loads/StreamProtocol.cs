using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Messages between <see cref="StreamDriver"/> and <see cref="StreamDevice"/>.</summary>
internal static class StreamProtocol
{
    /// <summary>Writes all of a mapping: answered by <see cref="Done"/> when it is in memory.</summary>
    public sealed record Fill(long Buffer, MapPlan Plan);

    public sealed record Done(long Buffer);
}
