namespace PhyrActors.Exploration;

/// <summary>Values by small numbers that nobody has counted beforehand; what was never set is the default.</summary>
internal struct Dense<T>
{
    private T[]? _values;

    /// <summary>One more than the largest number that has room.</summary>
    public readonly int Length => _values?.Length ?? 0;

    /// <summary>The value's place, made when needed.</summary>
    public ref T this[int number]
    {
        get
        {
            if (_values is null || number >= _values.Length)
            {
                Array.Resize(ref _values, Math.Max(16, Math.Max(number + 1, Length * 2)));
            }

            return ref _values[number];
        }
    }

    public readonly void Clear() => Array.Clear(_values ?? []);
}
