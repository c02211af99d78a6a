using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>The last steps before a limit, to see whether they go round in a cycle.</summary>
internal sealed class LatestSteps
{
    /// <summary>How many steps are looked at; a power of two.</summary>
    public const int Count = 512;

    // Made when a run first comes near its limit.
    private Entry[] _ring = [];
    private long _added;

    public void Add(Node sender, Node receiver, StepKind kind, object message)
    {
        if (_ring.Length == 0)
        {
            _ring = new Entry[Count];
        }

        _ring[_added++ & (Count - 1)] = new Entry(sender, receiver, kind, message.GetType());
    }

    public void Clear()
    {
        if (_added > 0)
        {
            Array.Clear(_ring);
            _added = 0;
        }
    }

    /// <summary>The deliveries by which the latest steps come back to where they were, or null.</summary>
    public MessageCycle? FindCycle()
    {
        List<(Entry Entry, int Deliveries)> edges = CountEdges();
        MessageCycleEdge[] cyclic =
        [
            .. edges.Where(edge => LeadsTo(edges, edge.Entry.Receiver, edge.Entry.Sender))
                .OrderByDescending(edge => edge.Deliveries)
                .Select(edge => new MessageCycleEdge(
                    edge.Entry.Sender.Cell!.Self,
                    edge.Entry.Receiver.Cell!.Self,
                    edge.Entry.Message,
                    edge.Entry.Kind == StepKind.Timer,
                    edge.Deliveries)),
        ];
        return cyclic.Length == 0 ? null : new MessageCycle(cyclic, (int)Math.Min(_added, Count));
    }

    /// <summary>Who sent what to whom, in the order of first occurrence.</summary>
    private List<(Entry Entry, int Deliveries)> CountEdges()
    {
        List<(Entry Entry, int Deliveries)> edges = [];
        for (long i = Math.Max(0, _added - Count); i < _added; i++)
        {
            Entry entry = _ring[i & (Count - 1)];
            int known = edges.FindIndex(edge => edge.Entry == entry);
            if (known < 0)
            {
                edges.Add((entry, 1));
            }
            else
            {
                edges[known] = (entry, edges[known].Deliveries + 1);
            }
        }

        return edges;
    }

    private static bool LeadsTo(List<(Entry Entry, int Deliveries)> edges, Node start, Node end)
    {
        List<Node> reached = [start];
        for (int i = 0; i < reached.Count; i++)
        {
            if (ReferenceEquals(reached[i], end))
            {
                return true;
            }

            foreach ((Entry entry, _) in edges)
            {
                if (ReferenceEquals(entry.Sender, reached[i]) && !reached.Contains(entry.Receiver))
                {
                    reached.Add(entry.Receiver);
                }
            }
        }

        return false;
    }

    private readonly record struct Entry(Node Sender, Node Receiver, StepKind Kind, Type Message);
}
