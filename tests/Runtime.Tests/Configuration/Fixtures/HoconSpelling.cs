using System.Text;

namespace PhyrActors.Runtime.Tests;

/// <summary>Writes a tree in one of its many spellings.</summary>
internal sealed class HoconSpelling(HoconDraws draws)
{
    public string Document(HoconTree.Map root) =>
        draws.Below(2) == 0 ? Fields(root, Separator()) : $"{Gap()}{Braces(root)}{Gap()}";

    private string Braces(HoconTree.Map map) => $"{{{Gap()}{Fields(map, Separator())}{Gap()}}}";

    private string Fields(HoconTree.Map map, string separator) =>
        string.Join(separator, map.Fields.Select(field => Field(Key(field.Key), field.Value)));

    private string Field(string key, HoconTree value) => value switch
    {
        HoconTree.Map { Fields: [var only] } when draws.Below(2) == 0 => Field($"{key}.{Key(only.Key)}", only.Value),
        HoconTree.Map { Fields: [var first, .. var rest] } when draws.Below(3) == 0 =>
            Field(key, new HoconTree.Map([first])) + Separator() + Field(key, new HoconTree.Map([.. rest])),
        HoconTree.Map map => key + draws.Pick(" ", "", " = ", ": ", "\n", " =\n") + Braces(map),
        HoconTree.Row { Items: [.. var most, var last] } when draws.Below(3) == 0 =>
            Field(key, new HoconTree.Row([.. most])) + Separator() + $"{key} += {Leaf(last)}",
        HoconTree.Row row => key + Assign() + $"[{Gap()}{string.Join(Separator(), row.Items.Select(Leaf))}{Gap()}]",
        HoconTree.Leaf leaf => key + Assign() + Leaf(leaf),
        _ => "",
    };

    private string Key(string key) => key.StartsWith('k') && draws.Below(2) == 0 ? key : Quoted(key);

    private string Leaf(HoconTree.Leaf leaf) => leaf switch
    {
        { IsString: false } => leaf.Text,
        { Text: "a" or "Z" or "aa" } => leaf.Text,
        _ when draws.Below(2) == 0 && !leaf.Text.Contains("\"\"\"", StringComparison.Ordinal) =>
            $"\"\"\"{leaf.Text}\"\"\"",
        _ when leaf.Text.Length > 1 && draws.Below(3) == 0 => Quoted(leaf.Text[..1]) + Quoted(leaf.Text[1..]),
        _ => Quoted(leaf.Text),
    };

    private string Assign() => draws.Pick("=", " = ", " : ", ":", " =\n  ");

    private string Separator() => draws.Pick("\n", ",", ", ", "\n\n", " # comment\n", ",// comment\n", "\r\n,\n");

    private string Gap() => draws.Pick("", " ", "\n", "\n# comment\n", "\t\r\n");

    private string Quoted(string text)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in text)
        {
            _ = c is '"' or '\\' or < ' ' || draws.Below(10) == 0
                ? quoted.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")
                : quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
