namespace PhyrActors.Offender;

/// <summary>A record: the members that the compiler writes for it name hash codes.</summary>
public sealed record InnocentRecord(string Name, object Value);

/// <summary>What looks like an offence in the compiled form and is none.</summary>
public sealed class Innocent
{
    /// <summary>A field-like event: its accessors name Interlocked.</summary>
    public event EventHandler? Raised;

    /// <summary>An iterator: its state machine names Environment.CurrentManagedThreadId.</summary>
    public static IEnumerable<int> Count(int end)
    {
        for (int i = 0; i < end; i++)
        {
            yield return i;
        }
    }

    public void Raise() => Raised?.Invoke(this, EventArgs.Empty);

    public static DateTime Epoch() => DateTime.UnixEpoch;

    /// <summary>A switch over strings hashes by a function of the compiler's own, the same in every process.</summary>
    public static int Number(string word) => word switch
    {
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        _ => 0,
    };
}
