using System.Buffers.Binary;
using System.IO.Compression;

namespace PhyrActors.Exploration;

/// <summary>Trace files: magic, version, body length, deflated body, checksum over all of it.</summary>
/// <remarks>All fixed-width numbers are little-endian. The checksum chains every byte through a mixer that is
/// one-to-one in the byte and in what went before, so no single changed byte can go unseen.</remarks>
public static class TraceFormat
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Version = 2;

    private const int HeaderLengthBytes = 20;
    private const int ChecksumLengthBytes = 8;

    // Bytes, packed or not; a run of ten million steps needs some 40 million.
    private const int BodyLengthMax = 1 << 29;

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
        byte[] header = new byte[HeaderLengthBytes];
        int length = ReadHeader(stream, header);
        using MemoryStream file = new();
        file.Write(header);
        if (!TryCopy(stream, file, HeaderLengthBytes + length + ChecksumLengthBytes)
            || file.Length < HeaderLengthBytes + length + ChecksumLengthBytes)
        {
            throw CutShort();
        }

        ReadOnlySpan<byte> bytes = file.GetBuffer().AsSpan(0, (int)file.Length);
        ulong checksum = BinaryPrimitives.ReadUInt64LittleEndian(bytes[^ChecksumLengthBytes..]);
        return checksum == Checksum(bytes[..^ChecksumLengthBytes])
            ? TraceBody.Decode(Inflate(bytes[HeaderLengthBytes..^ChecksumLengthBytes]))
            : throw new TraceFormatException("The trace file is damaged: its checksum does not fit.");
    }

    /// <summary>Refuses what is no trace before much of it is read.</summary>
    /// <returns>The body's length, in bytes.</returns>
    private static int ReadHeader(Stream stream, byte[] header)
    {
        if (stream.ReadAtLeast(header, header.Length, false) < header.Length || !header.AsSpan().StartsWith(Magic))
        {
            throw new TraceFormatException("This is no trace file.");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
        if (version != Version)
        {
            throw new TraceFormatException(
                $"The trace has format version {version}; this program reads version {Version}.");
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(12));
        bool fits = !stream.CanSeek || length == stream.Length - stream.Position - ChecksumLengthBytes;
        return fits && length is >= 0 and <= BodyLengthMax ? (int)length : throw CutShort();
    }

    private static TraceFormatException CutShort() =>
        new("The trace file is cut short, or has something behind its end.");

    private static byte[] Inflate(ReadOnlySpan<byte> body)
    {
        try
        {
            using MemoryStream packed = new(body.ToArray());
            using DeflateStream inflate = new(packed, CompressionMode.Decompress);
            using MemoryStream result = new();
            return TryCopy(inflate, result, BodyLengthMax) ? result.ToArray() : throw TraceReader.Refused();
        }
        catch (InvalidDataException cause)
        {
            throw new TraceFormatException("The trace file is damaged: its body does not unpack.", cause);
        }
    }

    /// <summary>Copies to the end; false when there is more than may be.</summary>
    private static bool TryCopy(Stream from, MemoryStream to, long lengthMax)
    {
        byte[] part = new byte[1 << 16];
        for (int length = from.Read(part); length > 0; length = from.Read(part))
        {
            to.Write(part, 0, length);
            if (to.Length > lengthMax)
            {
                return false;
            }
        }

        return true;
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
