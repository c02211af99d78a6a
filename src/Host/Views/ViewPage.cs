using System.IO.Compression;
using System.Net;
using System.Text;

namespace PhyrActors.Host;

/// <summary>A run as one HTML page that needs nothing else: styles, scripts and data are in it.</summary>
internal static class ViewPage
{
    private static readonly string[] s_parts =
        ["view.css", "run.js", "rows.js", "chart.js", "details.js", "view.js"];

    public static void Write(Stream stream, ViewedRun viewed)
    {
        StringBuilder page = new(Resource("view.html"));
        foreach (string part in s_parts)
        {
            page.Replace($"{{{{{part}}}}}", Resource(part).TrimEnd());
        }

        page.Replace("{{title}}", WebUtility.HtmlEncode(viewed.Title));
        page.Replace("{{data}}", Convert.ToBase64String(Packed(viewed)));
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), -1, true);
        foreach (ReadOnlyMemory<char> chunk in page.GetChunks())
        {
            writer.Write(chunk.Span);
        }
    }

    private static byte[] Packed(ViewedRun viewed)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            ViewData.Write(gzip, viewed);
        }

        return packed.ToArray();
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(ViewPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource {name} is missing");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
