using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

/// <summary>Random operation sequences: each operation is one number, spent draw by draw.</summary>
internal struct OperationDraws(int operation)
{
    private int _left = operation;

    /// <summary>Sequences of up to a number of operations; a failing one is shrunk by leaving operations out.</summary>
    public static Arbitrary<int[]> Sequences(int operationsMax)
    {
        Arbitrary<int> operation = Gen.Choose(0, 1 << 30).ToArbitrary();
        return Arb.From(
            Gen.Choose(0, operationsMax).SelectMany(count => Gen.ArrayOf(operation.Generator, count)),
            Arb.Array(operation).Shrinker);
    }

    /// <summary>The next draw, below a bound.</summary>
    public int Below(int bound)
    {
        int drawn = _left % bound;
        _left /= bound;
        return drawn;
    }
}
