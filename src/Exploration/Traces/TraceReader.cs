using System.Buffers.Binary;
using System.Text;

namespace PhyrActors.Exploration;

/// <summary>Reads what <see cref="TraceWriter"/> wrote; whatever does not fit is refused.</summary>
internal sealed class TraceReader(byte[] bytes)
{
    private readonly List<string> _texts = [];
    private int _position;

    public ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Take(1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw Refused();
    }

    public int Int()
    {
        ulong value = Number();
        return value <= int.MaxValue ? (int)value : throw Refused();
    }

    public long Long()
    {
        ulong value = Number();
        return value <= long.MaxValue ? (long)value : throw Refused();
    }

    public ulong Word() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public string Text()
    {
        int index = Int();
        if (index > 0)
        {
            return At(_texts, index - 1);
        }

        string text = Encoding.UTF8.GetString(Take(Int()));
        _texts.Add(text);
        return text;
    }

    public byte[] Bytes() => Take(Int()).ToArray();

    public IReadOnlyList<T> List<T>(Func<TraceReader, T> read)
    {
        int count = Int();
        if (count > bytes.Length - _position)
        {
            throw Refused();
        }

        T[] list = new T[count];
        for (int i = 0; i < count; i++)
        {
            list[i] = read(this);
        }

        return list;
    }

    public T Enumerated<T>()
        where T : struct, Enum => Checked<T>(Number());

    public void End()
    {
        if (_position != bytes.Length)
        {
            throw Refused();
        }
    }

    public static T At<T>(List<T> table, int index) =>
        index >= 0 && index < table.Count ? table[index] : throw Refused();

    public static T Checked<T>(ulong value)
        where T : struct, Enum
    {
        T[] values = Enum.GetValues<T>();
        return value < (ulong)values.Length ? values[value] : throw Refused();
    }

    /// <summary>A number in <c>[0, max]</c>.</summary>
    public static int Checked(int value, int max) => value >= 0 && value <= max ? value : throw Refused();

    public static TraceFormatException Refused() =>
        new("The trace file is damaged: its content does not fit together.");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - _position)
        {
            throw Refused();
        }

        ReadOnlySpan<byte> taken = bytes.AsSpan(_position, count);
        _position += count;
        return taken;
    }
}
