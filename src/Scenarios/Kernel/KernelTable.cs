using System.Text;

namespace PhyrActors.Scenarios;

/// <summary>Plain text in paragraphs and columns, 72 columns wide at most.</summary>
internal sealed class KernelTable
{
    public const int Width = 72;

    private readonly StringBuilder _text = new();

    public void Line(string text = "") => _text.Append(text.TrimEnd()).Append('\n');

    /// <summary>A paragraph, broken at spaces.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="indent">Columns before each line but the first.</param>
    public void Paragraph(string text, int indent = 0) => Paragraph(string.Empty, text, indent);

    /// <summary>A paragraph behind a head that stays on one line with its first words.</summary>
    /// <param name="head">What stands before it.</param>
    /// <param name="text">What it says.</param>
    /// <param name="indent">Columns before each line but the first.</param>
    public void Paragraph(string head, string text, int indent)
    {
        foreach ((int number, string line) in Broken(text, Width - head.Length, Width - indent).Index())
        {
            Line((number == 0 ? head : new string(' ', indent)) + line);
        }
    }

    /// <summary>Columns, each as wide as it needs to be as long as all have room; the others share what is
    /// left.</summary>
    /// <param name="headings">One a column.</param>
    /// <param name="cells">From top to bottom, one a line; of a cell's text <c>Head</c> stays in front.</param>
    public void Columns(IReadOnlyList<string> headings, IReadOnlyList<(int Column, string Head, string Text)> cells)
    {
        int[] widths = WidthsOf(headings, cells);
        Line(string.Join(' ', headings.Select((heading, column) => heading.PadRight(widths[column]))));
        Line(string.Join(' ', widths.Select(static width => new string('-', width))));
        foreach ((int column, string head, string text) in cells)
        {
            int left = widths.Take(column).Sum() + column;
            int indent = Math.Min(head.Length, widths[column] / 4);
            foreach ((int number, string line) in
                Broken(text, widths[column] - head.Length, widths[column] - indent).Index())
            {
                Line(new string(' ', left) + (number == 0 ? head : new string(' ', indent)) + line);
            }
        }
    }

    public override string ToString() => _text.ToString();

    private static int[] WidthsOf(
        IReadOnlyList<string> headings, IReadOnlyList<(int Column, string Head, string Text)> cells)
    {
        int[] wanted = [.. headings.Select((heading, column) => cells
            .Where(cell => cell.Column == column)
            .Select(static cell => cell.Head.Length + cell.Text.Length)
            .Append(heading.Length)
            .Max())];
        int[] widths = new int[wanted.Length];
        int left = Width - (wanted.Length - 1);
        foreach ((int rank, int column) in Enumerable.Range(0, wanted.Length).OrderBy(at => wanted[at]).Index())
        {
            widths[column] = Math.Min(wanted[column], left / (wanted.Length - rank));
            left -= widths[column];
        }

        return widths;
    }

    /// <summary>Breaks at spaces; in words that are too long behind the marks of a path and the underscores of a name,
    /// then before a capital letter, and where there is none of these anywhere.</summary>
    private static IEnumerable<string> Broken(string text, int first, int others)
    {
        string rest = Ascii(text).TrimEnd();
        int width = first;
        while (rest.Length > width)
        {
            int at = rest.LastIndexOf(' ', width);
            foreach (char mark in ":/_")
            {
                at = at > 0 ? at : rest.LastIndexOf(mark, width - 1) + 1;
            }

            at = at > 0 ? at : CapitalBefore(rest, width);
            yield return rest[..at].TrimEnd();
            (rest, width) = (rest[at..].TrimStart(), others);
        }

        yield return rest;
    }

    private static int CapitalBefore(string text, int width)
    {
        int at = width;
        while (at > 1 && !char.IsUpper(text[at]))
        {
            at--;
        }

        return at > 1 ? at : width;
    }

    private static string Ascii(string text) =>
        string.Concat(text.Select(static c => char.IsAscii(c) && !char.IsControl(c) ? c : ' '));
}
