namespace PhyrActors.Runtime;

/// <content>Reads of one value, each by its type.</content>
public sealed partial class Config
{
    private delegate string? Reader<T>(string text, out T value);

    public string GetString(string path) => Read<string>(path, HoconNumber.ReadText, "a string");

    public string? GetString(string path, string? @default) => HasPath(path) ? GetString(path) : @default;

    public int GetInt(string path) => Read<int>(path, HoconNumber.ReadInt, "a whole number");

    public int GetInt(string path, int @default) => HasPath(path) ? GetInt(path) : @default;

    public long GetLong(string path) => Read<long>(path, HoconNumber.ReadLong, "a whole number");

    public long GetLong(string path, long @default) => HasPath(path) ? GetLong(path) : @default;

    public double GetDouble(string path) => Read<double>(path, HoconNumber.ReadDouble, "a number");

    public double GetDouble(string path, double @default) => HasPath(path) ? GetDouble(path) : @default;

    public bool GetBoolean(string path) => Read<bool>(path, HoconNumber.ReadBoolean, "true or false");

    public bool GetBoolean(string path, bool @default) => HasPath(path) ? GetBoolean(path) : @default;

    /// <summary>A duration in steps of 100 ns; a bare number counts milliseconds; <c>infinite</c> gives
    /// <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan GetTimeSpan(string path) => Read<TimeSpan>(path, HoconDuration.ReadTimeSpan, "a duration");

    public TimeSpan GetTimeSpan(string path, TimeSpan @default) => HasPath(path) ? GetTimeSpan(path) : @default;

    /// <summary>A duration in nanoseconds; a bare number counts milliseconds.</summary>
    public long GetDurationNanoseconds(string path) => Read<long>(path, HoconDuration.ReadNanoseconds, "a duration");

    public long GetDurationNanoseconds(string path, long @default) =>
        HasPath(path) ? GetDurationNanoseconds(path) : @default;

    /// <summary>A size in bytes; one letter alone (64K) is a power of 1024. Never null without a default.</summary>
    public long? GetByteSize(string path) => Read<long>(path, HoconByteSize.Read, "a size");

    public long? GetByteSize(string path, long? @default) => HasPath(path) ? GetByteSize(path) : @default;

    /// <summary>The elements of a list, each as a string.</summary>
    public IList<string> GetStringList(string path) =>
        [.. ListAt(path).Select((item, i) => Read<string>($"{path}[{i}]", item, HoconNumber.ReadText, "a string"))];

    /// <summary>The elements of a list, each as a duration; see <see cref="GetTimeSpan(string)"/>.</summary>
    public IReadOnlyList<TimeSpan> GetTimeSpanList(string path) =>
    [
        .. ListAt(path).Select(
            (item, i) => Read<TimeSpan>($"{path}[{i}]", item, HoconDuration.ReadTimeSpan, "a duration")),
    ];

    private T Read<T>(string path, Reader<T> read, string kind) => Read(path, Require(path), read, kind);

    private T Read<T>(string path, HoconValue found, Reader<T> read, string kind)
    {
        if (found is not HoconScalar scalar || IsNull(scalar))
        {
            throw Unexpected(path, found, kind);
        }

        string? expected = read(scalar.Text, out T value);
        return expected is null ? value : throw Unexpected(path, found, expected);
    }
}
