using System.Text;

namespace PhyrActors.Host;

/// <summary>Lines of labels and values under headings, aligned.</summary>
internal sealed class TextReport
{
    private const int LabelWidth = 30;
    private const int ValueWidth = 14;

    private readonly StringBuilder _text = new();

    public void Line(string text = "") => _text.Append(text).Append('\n');

    public void Heading(string text)
    {
        Line();
        Line(text);
    }

    /// <param name="label">What it is.</param>
    /// <param name="value">How much.</param>
    /// <param name="remark">What to think of it.</param>
    public void Row(string label, string value, string remark = "")
    {
        string padded = $"  {label.PadRight(LabelWidth)} {value.PadLeft(ValueWidth)}";
        Line(remark.Length == 0 ? padded : $"{padded}   {remark}");
    }

    public override string ToString() => _text.ToString();
}
