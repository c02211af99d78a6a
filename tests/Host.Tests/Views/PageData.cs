using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PhyrActors.Host.Tests;

/// <summary>What a page carries, unpacked as the page does it.</summary>
internal static partial class PageData
{
    public static JsonElement Of(string page)
    {
        byte[] packed = Convert.FromBase64String(Data().Match(page).Groups["data"].Value);
        using GZipStream plain = new(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonDocument.Parse(plain).RootElement;
    }

    /// <summary>The texts, their numbers back in their templates.</summary>
    public static string[] Texts(JsonElement data)
    {
        JsonElement texts = data.GetProperty("texts");
        string[] templates =
            [.. texts.GetProperty("templates").EnumerateArray().Select(static one => one.GetString()!)];
        string[] numbers = texts.GetProperty("numbers").GetString()!.Split('\n');
        return
        [
            .. texts.GetProperty("of").EnumerateArray().Select((template, place) =>
            {
                string[] parts = templates[template.GetInt32()].Split('\u0001');
                string[] own = numbers[place].Split(' ');
                return parts[0] + string.Concat(parts.Skip(1).Select((part, gap) => own[gap] + part));
            }),
        ];
    }

    [GeneratedRegex("""<script id="data" type="application/octet-stream">(?<data>[^<]*)</script>""")]
    private static partial Regex Data();
}
