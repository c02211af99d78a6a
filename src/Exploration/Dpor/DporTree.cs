namespace PhyrActors.Exploration;

/// <summary>The upper part of the tree, whose states belong to nobody's task, and what is handed out from
/// there.</summary>
/// <remarks>What is handed out is the same whoever does it, and the tree depends only on the order in which results are
/// merged: that of their numbers.</remarks>
internal sealed class DporTree
{
    private readonly Queue<DporTask> _ready = new();
    private readonly Dictionary<long, DporEntry> _open = [];
    private readonly DporEntry _whole = new(null, new WakeupTree(null!));
    private readonly Dependence _dependence;
    private readonly long _faultsMax;
    private long _tasks;

    /// <param name="dependence">Which steps depend on each other.</param>
    /// <param name="faultsMax">How many choices of a run may be other than plain.</param>
    public DporTree(Dependence dependence, long faultsMax)
    {
        (_dependence, _faultsMax) = (dependence, faultsMax);
        Open(_whole, DporTask.Whole());
    }

    /// <summary>The share of the tree, as it is known now, that has been explored, in <c>[0, 1]</c>.</summary>
    public double ExploredShare => _whole.Share;

    public bool IsComplete => _whole.IsDone;

    public bool TryTake(out DporTask? task) => _ready.TryDequeue(out task);

    /// <summary>Adds what a task gave.</summary>
    /// <param name="task">Its number.</param>
    /// <param name="root">The last step of its prefix as it was when it ran; null for the whole tree.</param>
    /// <param name="outside">Sequences that begin within its prefix, by the state that they begin in.</param>
    /// <param name="rest">What is left of it; null when it is done.</param>
    public void Merge(
        long task, WakeupStep? root, IReadOnlyList<(int Depth, List<WakeupStep> Sequence)> outside, DporRest? rest)
    {
        _open.Remove(task, out DporEntry? entry);
        if (root is not null)
        {
            entry!.Know(root);
        }

        foreach ((int depth, List<WakeupStep> sequence) in outside)
        {
            DporNode node = entry!.Home!;
            while (node.Depth > depth)
            {
                node = node.Above.Home!;
            }

            node.Add(sequence);
        }

        if (rest is null)
        {
            entry!.Finish();
        }
        else
        {
            GoOn(entry!, rest);
        }

        for (DporNode? node = entry!.Home; node is not null; node = node.Above.Home)
        {
            OpenReady(node.Top);
        }
    }

    private void GoOn(DporEntry entry, DporRest rest)
    {
        List<DporNode> nodes = [];
        foreach (GivenState state in rest.Given)
        {
            DporNode node = new(entry, state, _dependence, _faultsMax);
            entry.Below = node;
            nodes.Add(node);
            entry = node.Current!;
        }

        entry.Share = rest.Share;
        Open(entry, new DporTask(_tasks, entry.Prefix, rest.Path));
        nodes.Reverse();
        nodes.ForEach(OpenReady);
    }

    private void OpenReady(DporNode node)
    {
        while (node.OpenNext() is { } entry)
        {
            Open(entry, new DporTask(_tasks, entry.Prefix, []));
        }
    }

    private void Open(DporEntry entry, DporTask task)
    {
        _open.Add(_tasks++, entry);
        _ready.Enqueue(task);
    }
}
