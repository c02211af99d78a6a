namespace PhyrActors.Runtime.Tests;

/// <summary>The slow twin of the edit distance: the definition itself, by recursion.</summary>
internal static class NaiveEditDistance
{
    public static int Between(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return left.Length + right.Length;
        }

        int best = Between(left[1..], right[1..]) + (left[0] == right[0] ? 0 : 1);
        best = Math.Min(best, Between(left[1..], right) + 1);
        best = Math.Min(best, Between(left, right[1..]) + 1);
        return left is [char a, char b, ..] && right is [char c, char d, ..] && a == d && b == c
            ? Math.Min(best, Between(left[2..], right[2..]) + 1)
            : best;
    }
}
