using System.IO.Compression;

namespace PhyrActors.Exploration;

/// <summary>Trace files: a deflated body that shows any damage.</summary>
public static class TraceFormat
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Version = 2;

    private static readonly SealedFile s_file = new("phyrtrce", Version, "trace");

    public static void Write(Stream stream, Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        using MemoryStream body = new();
        using (DeflateStream deflate = new(body, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(TraceBody.Encode(trace));
        }

        s_file.Write(stream, body.GetBuffer().AsSpan(0, (int)body.Length));
    }

    /// <exception cref="TraceFormatException">The bytes are no trace, of another version, cut short or
    /// changed.</exception>
    public static Trace Read(Stream stream) => TraceBody.Decode(Inflate(s_file.Read(stream)));

    private static byte[] Inflate(byte[] body)
    {
        try
        {
            using MemoryStream packed = new(body);
            using DeflateStream inflate = new(packed, CompressionMode.Decompress);
            using MemoryStream result = new();
            return SealedFile.TryCopy(inflate, result, SealedFile.BodyLengthMax)
                ? result.ToArray()
                : throw TraceReader.Refused();
        }
        catch (InvalidDataException cause)
        {
            throw new TraceFormatException("The trace file is damaged: its body does not unpack.", cause);
        }
    }
}
