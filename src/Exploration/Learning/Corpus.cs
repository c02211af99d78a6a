namespace PhyrActors.Exploration;

/// <summary>What a run showed that was new when its round began, with all that decided it.</summary>
/// <param name="Bits">Its signature.</param>
/// <param name="Recording">Null when it has nothing new.</param>
internal sealed record SignatureNote(IReadOnlyList<ulong> Bits, Recording? Recording) : ScheduleNote;

/// <summary>Runs worth varying, and every signature bit that was ever seen.</summary>
internal sealed class Corpus
{
    /// <summary>Entries kept; the least novel one goes first.</summary>
    private const int EntriesMax = 128;

    public static readonly Corpus Empty = new([], new ulong[Signature.Words]);

    private readonly IReadOnlyList<Entry> _entries;
    private readonly ulong _energy;

    private Corpus(IReadOnlyList<Entry> entries, IReadOnlyList<ulong> known)
    {
        (_entries, Known) = (entries, known);
        foreach (Entry entry in entries)
        {
            _energy += (ulong)entry.Novelty;
        }
    }

    public IReadOnlyList<ulong> Known { get; }

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>A run, in proportion to how much of it was new.</summary>
    public Recording Draw(ref SplitMix64 random)
    {
        ulong drawn = random.Below(_energy);
        int at = 0;
        while (drawn >= (ulong)_entries[at].Novelty)
        {
            drawn -= (ulong)_entries[at++].Novelty;
        }

        return _entries[at].Recording;
    }

    public Corpus With(IReadOnlyList<RunNote> round)
    {
        List<Entry> entries = [.. _entries];
        ulong[] known = [.. Known];
        foreach (RunNote run in round)
        {
            if (run.Left is not SignatureNote note)
            {
                continue;
            }

            int novelty = Signature.Count(note.Bits, known);
            for (int i = 0; i < known.Length; i++)
            {
                known[i] |= note.Bits[i];
            }

            if (novelty > 0 && note.Recording is { } recording)
            {
                Add(entries, new Entry(novelty, recording));
            }
        }

        return new Corpus(entries, known);
    }

    public void Save(TraceWriter writer)
    {
        foreach (ulong word in Known)
        {
            writer.Word(word);
        }

        writer.Number((ulong)_entries.Count);
        foreach (Entry entry in _entries)
        {
            writer.Number((ulong)entry.Novelty);
            entry.Recording.Save(writer);
        }
    }

    public static Corpus Load(TraceReader reader)
    {
        ulong[] known = new ulong[Signature.Words];
        for (int i = 0; i < known.Length; i++)
        {
            known[i] = reader.Word();
        }

        return new Corpus(reader.List(static r => new Entry(r.Int(), Recording.Load(r))), known);
    }

    private static void Add(List<Entry> entries, Entry entry)
    {
        entries.Add(entry);
        if (entries.Count > EntriesMax)
        {
            int least = 0;
            for (int i = 1; i < entries.Count; i++)
            {
                least = entries[i].Novelty < entries[least].Novelty ? i : least;
            }

            entries.RemoveAt(least);
        }
    }

    private sealed record Entry(int Novelty, Recording Recording);
}
