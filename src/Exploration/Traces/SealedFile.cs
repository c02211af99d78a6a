using System.Buffers.Binary;
using System.Text;

namespace PhyrActors.Exploration;

/// <summary>Files that show any damage: magic, version, body length, body, checksum over all of it.</summary>
/// <remarks>All fixed-width numbers are little-endian. The checksum chains every byte through a mixer that is
/// one-to-one in the byte and in what went before, so no single changed byte can go unseen.</remarks>
/// <param name="magic">The first eight characters.</param>
/// <param name="version">The version that is written, and the only one that is read.</param>
/// <param name="noun">What the file is, as complaints call it.</param>
internal sealed class SealedFile(string magic, int version, string noun)
{
    /// <summary>The longest body, packed or not, in bytes; a trace of ten million steps needs some 40
    /// million.</summary>
    public const int BodyLengthMax = 1 << 29;

    private const int HeaderLengthBytes = 20;
    private const int ChecksumLengthBytes = 8;

    public void Write(Stream stream, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] file = new byte[HeaderLengthBytes + body.Length + ChecksumLengthBytes];
        Encoding.ASCII.GetBytes(magic, file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), version);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(12), body.Length);
        body.CopyTo(file.AsSpan(HeaderLengthBytes));
        Span<byte> checksum = file.AsSpan(file.Length - ChecksumLengthBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(checksum, Checksum(file.AsSpan(0, file.Length - ChecksumLengthBytes)));
        stream.Write(file);
    }

    /// <returns>The body.</returns>
    /// <exception cref="TraceFormatException">The bytes are no such file, of another version, cut short or
    /// changed.</exception>
    public byte[] Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] header = new byte[HeaderLengthBytes];
        int length = ReadHeader(stream, header);
        using MemoryStream copy = new();
        copy.Write(header);
        if (!TryCopy(stream, copy, HeaderLengthBytes + length + ChecksumLengthBytes)
            || copy.Length < HeaderLengthBytes + length + ChecksumLengthBytes)
        {
            throw CutShort();
        }

        ReadOnlySpan<byte> file = copy.GetBuffer().AsSpan(0, (int)copy.Length);
        ulong checksum = BinaryPrimitives.ReadUInt64LittleEndian(file[^ChecksumLengthBytes..]);
        return checksum == Checksum(file[..^ChecksumLengthBytes])
            ? file[HeaderLengthBytes..^ChecksumLengthBytes].ToArray()
            : throw new TraceFormatException($"The {noun} file is damaged: its checksum does not fit.");
    }

    /// <summary>Copies to the end; false when there is more than may be.</summary>
    public static bool TryCopy(Stream from, MemoryStream to, long lengthMax)
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

    /// <summary>Refuses what is no such file before much of it is read.</summary>
    /// <returns>The body's length, in bytes.</returns>
    private int ReadHeader(Stream stream, byte[] header)
    {
        if (stream.ReadAtLeast(header, header.Length, false) < header.Length
            || !header.AsSpan().StartsWith(Encoding.ASCII.GetBytes(magic)))
        {
            throw new TraceFormatException($"This is no {noun} file.");
        }

        int found = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
        if (found != version)
        {
            throw new TraceFormatException(
                $"The {noun} has format version {found}; this program reads version {version}.");
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(12));
        bool fits = !stream.CanSeek || length == stream.Length - stream.Position - ChecksumLengthBytes;
        return fits && length is >= 0 and <= BodyLengthMax ? (int)length : throw CutShort();
    }

    private TraceFormatException CutShort() =>
        new($"The {noun} file is cut short, or has something behind its end.");

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
