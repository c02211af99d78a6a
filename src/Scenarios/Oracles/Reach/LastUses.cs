namespace PhyrActors.Scenarios;

/// <summary>The last step in which each chunk of a window was used.</summary>
/// <remarks>An actor's steps are totally ordered, so one number a chunk and actor suffices: whoever follows the last
/// use follows all of them. Nearly always there is one actor.</remarks>
internal sealed class LastUses
{
    private readonly List<Row> _rows = new(1);

    public void Record(Epoch here, int firstChunk, int endChunk, int chunks)
    {
        int[] steps = StepsOf(here.Actor, chunks);
        for (int chunk = firstChunk; chunk < endChunk; chunk++)
        {
            steps[chunk] = here.Index;
        }
    }

    /// <summary>A use of the chunks that is not in the past of a step; default when there is none.</summary>
    public Epoch MissingIn(in Stamp stamp, int firstChunk, int endChunk)
    {
        foreach (Row row in _rows)
        {
            Epoch last = new(row.Actor, row.LastOf(firstChunk, endChunk));
            if (!stamp.Follows(last))
            {
                return last;
            }
        }

        return default;
    }

    private int[] StepsOf(int actor, int chunks)
    {
        int at = 0;
        while (at < _rows.Count && _rows[at].Actor != actor)
        {
            at++;
        }

        if (at == _rows.Count)
        {
            _rows.Add(new Row(actor, new int[chunks]));
        }
        else if (_rows[at].Steps.Length < chunks)
        {
            int[] grown = new int[chunks];
            _rows[at].Steps.CopyTo(grown, 0);
            _rows[at] = new Row(actor, grown);
        }

        return _rows[at].Steps;
    }

    private readonly record struct Row(int Actor, int[] Steps)
    {
        public int LastOf(int firstChunk, int endChunk)
        {
            int last = 0;
            for (int chunk = firstChunk; chunk < Math.Min(endChunk, Steps.Length); chunk++)
            {
                last = Math.Max(last, Steps[chunk]);
            }

            return last;
        }
    }
}
