using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

/// <summary>Numbers that a property test reads its operations from, one after the other.</summary>
internal sealed class Draws(int[] numbers)
{
    private int _next;

    public static Arbitrary<int[]> Any { get; } = Gen.Choose(0, int.MaxValue).ArrayOf(400).ToArbitrary();

    public bool HasMore => _next < numbers.Length;

    /// <summary>A number in [0, n); 0 when none are left.</summary>
    public int Below(int n) => HasMore ? numbers[_next++] % n : 0;

    public ulong Below(ulong n) => (ulong)Below((int)Math.Min(n, int.MaxValue));
}
