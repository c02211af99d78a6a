namespace PhyrActors.Runtime.Tests;

/// <summary>A tree to write down as HOCON and to find again in a <see cref="Config"/>.</summary>
internal abstract record HoconTree
{
    /// <summary>A string, number, boolean or null; <see cref="Text"/> is what a reader must get back.</summary>
    public sealed record Leaf(string Text, bool IsString) : HoconTree;

    public sealed record Row(Leaf[] Items) : HoconTree;

    public sealed record Map((string Key, HoconTree Value)[] Fields) : HoconTree;

    /// <summary>A tree with a few levels and awkward strings.</summary>
    public static Map Grow(HoconDraws draws, int levels) =>
        new([.. Keys(draws).Select(key => (key, Value(draws, levels)))]);

    public static void AssertFoundIn(Config config, Map expected)
    {
        Assert.Equal(expected.Fields.Select(field => field.Key), config.Children());
        foreach ((string key, HoconTree value) in expected.Fields)
        {
            string path = Config.Join("", key);
            switch (value)
            {
                case Map map:
                    AssertFoundIn(config.GetConfig(path), map);
                    break;
                case Row row:
                    Assert.Equal(row.Items.Select(item => item.Text), config.GetStringList(path));
                    break;
                case Leaf { Text: "null", IsString: false }:
                    Assert.False(config.HasPath(path));
                    break;
                case Leaf leaf:
                    Assert.Equal(leaf.Text, config.GetString(path));
                    break;
                default:
                    Assert.Fail("no such tree");
                    break;
            }
        }
    }

    private static IEnumerable<string> Keys(HoconDraws draws) =>
        Enumerable.Range(0, draws.Below(5)).Select(i => draws.Below(4) == 0 ? draws.Text() + i : $"k{i}");

    private static HoconTree Value(HoconDraws draws, int levels) => draws.Below(levels > 0 ? 4 : 2) switch
    {
        0 => Scalar(draws),
        1 => new Row([.. Enumerable.Range(0, draws.Below(4)).Select(_ => Scalar(draws)).Where(IsNotNull)]),
        _ => Grow(draws, levels - 1),
    };

    private static bool IsNotNull(Leaf leaf) => leaf.IsString || leaf.Text != "null";

    private static Leaf Scalar(HoconDraws draws) => draws.Below(3) == 0
        ? new(draws.Pick("null", "true", "false", "0", "-12", "1.5e+10"), IsString: false)
        : new(draws.Text(), IsString: true);
}
