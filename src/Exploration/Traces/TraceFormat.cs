using System.Buffers.Binary;
using System.IO.Compression;

namespace PhyrActors.Exploration;

/// <summary>Trace files: magic, version, body length, deflated body, checksum over all of it.</summary>
/// <remarks>All fixed-width numbers are little-endian. The checksum chains every byte through a mixer that is
/// one-to-one in the byte and in what went before, so no single changed byte can go unseen.</remarks>
public static class TraceFormat
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Version = 1;

    private const int HeaderLengthBytes = 20;
    private const int ChecksumLengthBytes = 8;

    private static ReadOnlySpan<byte> Magic => "phyrtrce"u8;

    public static void Write(Stream stream, Trace trace)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(trace);
        using MemoryStream body = new();
        using (DeflateStream deflate = new(body, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(TraceBody.Encode(trace));
        }

        byte[] file = new byte[HeaderLengthBytes + body.Length + ChecksumLengthBytes];
        Magic.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), Version);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(12), body.Length);
        body.GetBuffer().AsSpan(0, (int)body.Length).CopyTo(file.AsSpan(HeaderLengthBytes));
        Span<byte> checksum = file.AsSpan(file.Length - ChecksumLengthBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(checksum, Checksum(file.AsSpan(0, file.Length - ChecksumLengthBytes)));
        stream.Write(file);
    }

    /// <exception cref="TraceFormatException">The bytes are no trace, of another version, cut short or
    /// changed.</exception>
    public static Trace Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        ReadOnlySpan<byte> file = copy.GetBuffer().AsSpan(0, (int)copy.Length);
        Check(file);
        return TraceBody.Decode(Inflate(file[HeaderLengthBytes..^ChecksumLengthBytes]));
    }

    private static void Check(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderLengthBytes || !file.StartsWith(Magic))
        {
            throw new TraceFormatException("This is no trace file.");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(file[8..]);
        if (version != Version)
        {
            throw new TraceFormatException(
                $"The trace has format version {version}; this program reads version {Version}.");
        }

        long bodyLength = BinaryPrimitives.ReadInt64LittleEndian(file[12..]);
        if (bodyLength != file.Length - HeaderLengthBytes - ChecksumLengthBytes)
        {
            throw new TraceFormatException("The trace file is cut short, or has something behind its end.");
        }

        ulong checksum = BinaryPrimitives.ReadUInt64LittleEndian(file[^ChecksumLengthBytes..]);
        if (checksum != Checksum(file[..^ChecksumLengthBytes]))
        {
            throw new TraceFormatException("The trace file is damaged: its checksum does not fit.");
        }
    }

    private static byte[] Inflate(ReadOnlySpan<byte> body)
    {
        try
        {
            using MemoryStream packed = new(body.ToArray());
            using DeflateStream inflate = new(packed, CompressionMode.Decompress);
            using MemoryStream result = new();
            inflate.CopyTo(result);
            return result.ToArray();
        }
        catch (InvalidDataException cause)
        {
            throw new TraceFormatException("The trace file is damaged: its body does not unpack.", cause);
        }
    }

    private static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        foreach (byte value in bytes)
        {
            sum = SplitMix64.Mix(sum, value);
        }

        return sum;
    }
}
