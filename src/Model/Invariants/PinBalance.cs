namespace PhyrActors.Model;

/// <summary>A sum over frames that is equal for equal multisets of frames, however they are cut into runs.</summary>
/// <remarks>The count, the sum of frame numbers and the sum of their squares, modulo 2^64: a frame given back twice in
/// place of another keeps the first and changes the second.</remarks>
public readonly record struct FrameTally(ulong Pages, ulong Sum, ulong SquareSum)
{
    public static FrameTally operator +(FrameTally left, FrameTally right) => unchecked(new(
        left.Pages + right.Pages, left.Sum + right.Sum, left.SquareSum + right.SquareSum));

    public FrameTally Add(Pfn first, ulong pages)
    {
        unchecked
        {
            // In 128 bits the divisions of 0 + ... + (n - 1) and of its squares are exact.
            UInt128 n = pages;
            UInt128 numbers = n * (n - 1) / 2;
            UInt128 squares = n == 0 ? 0 : numbers * ((2 * n) - 1) / 3;
            ulong a = first.Value;
            ulong sum = (a * pages) + (ulong)numbers;
            ulong squareSum = (a * a * pages) + (2 * a * (ulong)numbers) + (ulong)squares;
            return new FrameTally(Pages + pages, Sum + sum, SquareSum + squareSum);
        }
    }
}

/// <summary>I-16: what a pin took, it gave back: the same frames, as often; and of the zero page it takes
/// nothing.</summary>
public static class PinBalance
{
    public const string Id = "I-16";

    /// <summary>Judges a pin when nothing is left to do.</summary>
    public static Violation? OfPin(long pin, FrameTally taken, FrameTally givenBack)
    {
        if (taken == givenBack)
        {
            return null;
        }

        string text = taken.Pages == givenBack.Pages
            ? $"pin {pin} took {taken.Pages} pages and gave back as many, but not the same"
            : $"pin {pin} took {taken.Pages} pages and gave back {givenBack.Pages}";
        return new Violation(Id, text);
    }

    /// <summary>Judges a pin of the zero page, which is never counted: so many could be taken that the count
    /// overflows.</summary>
    public static Violation? OfZeroPage(long pin, Pfn frame, int refsBefore, int refsAfter) => refsBefore == refsAfter
        ? null
        : new Violation(
            Id, $"pin {pin} took {refsAfter - refsBefore} references on {frame}, the zero page, which has {refsAfter}");

    /// <summary>Judges what came of giving a pin back.</summary>
    public static Violation? OfRelease(long pin, Pfn frame, FolioRelease release) => release switch
    {
        FolioRelease.Underflow => new Violation(Id, $"pin {pin} gave back {frame}, which it did not hold"),
        FolioRelease.Absent => new Violation(Id, $"pin {pin} gave back {frame}, where no folio is"),
        _ => null,
    };
}
