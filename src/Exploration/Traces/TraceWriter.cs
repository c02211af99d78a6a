using System.Buffers.Binary;
using System.Text;

namespace PhyrActors.Exploration;

/// <summary>Writes varints, fixed words, and text that is spelt out once.</summary>
internal sealed class TraceWriter
{
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private byte[] _bytes = new byte[1024];
    private int _length;

    public byte[] ToArray() => _bytes[.._length];

    /// <summary>Seven bits a byte, low ones first.</summary>
    public void Number(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _bytes[_length++] = (byte)((value & 0x7F) | 0x80);
            value >>= 7;
        }

        _bytes[_length++] = (byte)value;
    }

    public void Word(ulong value)
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(_length), value);
        _length += 8;
    }

    /// <summary>0, length and bytes for a new text; otherwise its place in the table, from 1.</summary>
    public void Text(string text)
    {
        if (_texts.TryGetValue(text, out int index))
        {
            Number((ulong)index);
            return;
        }

        _texts.Add(text, _texts.Count + 1);
        byte[] encoded = Encoding.UTF8.GetBytes(text);
        Number(0);
        Number((ulong)encoded.Length);
        Reserve(encoded.Length);
        encoded.CopyTo(_bytes.AsSpan(_length));
        _length += encoded.Length;
    }

    /// <summary>The length, and the bytes as they are.</summary>
    public void Bytes(byte[] bytes)
    {
        Number((ulong)bytes.Length);
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Reserve(int count)
    {
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_length + count, _bytes.Length * 2));
        }
    }
}
