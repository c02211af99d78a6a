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
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        ReadOnlySpan<byte> file = copy.GetBuffer().AsSpan(0, (int)copy.Length);
        Check(file);
        return file[HeaderLengthBytes..^ChecksumLengthBytes].ToArray();
    }

    private void Check(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderLengthBytes || !file.StartsWith(Encoding.ASCII.GetBytes(magic)))
        {
            throw new TraceFormatException($"This is no {noun} file.");
        }

        int found = BinaryPrimitives.ReadInt32LittleEndian(file[8..]);
        if (found != version)
        {
            throw new TraceFormatException(
                $"The {noun} has format version {found}; this program reads version {version}.");
        }

        long bodyLength = BinaryPrimitives.ReadInt64LittleEndian(file[12..]);
        if (bodyLength != file.Length - HeaderLengthBytes - ChecksumLengthBytes)
        {
            throw new TraceFormatException($"The {noun} file is cut short, or has something behind its end.");
        }

        ulong checksum = BinaryPrimitives.ReadUInt64LittleEndian(file[^ChecksumLengthBytes..]);
        if (checksum != Checksum(file[..^ChecksumLengthBytes]))
        {
            throw new TraceFormatException($"The {noun} file is damaged: its checksum does not fit.");
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
