using System.Text;

namespace PhyrActors.Scenarios;

/// <summary>Plain text in columns and paragraphs, 72 columns wide at most.</summary>
internal sealed class KernelTable
{
    public const int Width = 72;

    private readonly StringBuilder _text = new();

    public void Line(string text = "") => _text.Append(text.TrimEnd()).Append('\n');

    /// <summary>A paragraph, broken at spaces.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="indent">Columns before each line but the first.</param>
    public void Paragraph(string text, int indent = 0)
    {
        foreach ((int number, string line) in Broken(text, Width, Width - indent, '/').Index())
        {
            Line(number == 0 ? line : new string(' ', indent) + line);
        }
    }

    /// <summary>One cell in one of several columns of equal width.</summary>
    public void Cell(int column, int columns, string text)
    {
        int width = ((Width + 1) / columns) - 1;
        foreach ((int number, string line) in Broken(text, width, width - 1, '_').Index())
        {
            string indent = new(' ', (column * (width + 1)) + (number == 0 ? 0 : 1));
            Line(indent + line);
        }
    }

    /// <summary>One line with a text in each column.</summary>
    public void Row(IReadOnlyList<string> cells)
    {
        int width = ((Width + 1) / cells.Count) - 1;
        Line(string.Concat(cells.Select(cell => cell.PadRight(width + 1))));
    }

    /// <summary>A line under each column.</summary>
    public void Rule(int columns)
    {
        int width = ((Width + 1) / columns) - 1;
        Row([.. Enumerable.Repeat(new string('-', width), columns)]);
    }

    public override string ToString() => _text.ToString();

    /// <summary>Breaks behind spaces, in words that are too long behind another character, and where there is none
    /// anywhere.</summary>
    private static IEnumerable<string> Broken(string text, int first, int others, char orBehind)
    {
        string rest = Ascii(text).TrimEnd();
        int width = first;
        while (rest.Length > width)
        {
            int at = rest.LastIndexOf(' ', width);
            at = at > 0 ? at : rest.LastIndexOf(orBehind, width - 1) + 1;
            at = at > 0 ? at : width;
            yield return rest[..at].TrimEnd();
            (rest, width) = (rest[at..].TrimStart(), others);
        }

        yield return rest;
    }

    private static string Ascii(string text) =>
        string.Concat(text.Select(static c => char.IsAscii(c) && !char.IsControl(c) ? c : ' '));
}
