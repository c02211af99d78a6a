namespace PhyrActors.Offender;

/// <summary>Messages that break a rule each, beside a few that break none.</summary>
public static class OffendingProtocol
{
    public sealed record Good(IReadOnlyList<int> Frames);

    public readonly record struct GoodValue(int Frame);

    public enum GoodKind
    {
        None,
    }

    public record Unsealed(int Frame);

    public sealed class NoRecord;

    public sealed record Settable
    {
        public int Frame { get; set; }
    }

    public record struct SettableValue(int Frame);

    public sealed record WithList(List<int> Frames);

    public sealed record WithQueue(Queue<int> Frames);

    public sealed record WithArray(int[] Frames);

    public sealed record WithListInside(IReadOnlyList<Dictionary<int, int>> Frames);

    public sealed record Terminated(int Frame);
}
