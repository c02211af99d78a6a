namespace PhyrActors.Runtime;

/// <summary>Hands out places in clocks, so that clocks stay as wide as the number of actors alive at once.</summary>
internal sealed class SlotTable
{
    private readonly List<int> _lastIndex = [];
    private readonly List<Node> _retired = [];

    public int Slots => _lastIndex.Count;

    /// <summary>How many steps the slot has seen, over all its owners.</summary>
    public int LastIndex(int slot) => _lastIndex[slot];

    public void Count(int slot, int index) => _lastIndex[slot] = index;

    /// <summary>An actor died; its slot may be taken over once nothing waits for it any more.</summary>
    public void Retire(Node node) => _retired.Add(node);

    public void Clear()
    {
        _lastIndex.Clear();
        _retired.Clear();
    }

    /// <param name="creator">The creating step's clock: a slot is taken over only when all its steps lie in that past,
    /// so that no order is made up.</param>
    public int Take(int[]? creator)
    {
        for (int i = 0; i < _retired.Count && creator is not null; i++)
        {
            Node dead = _retired[i];
            if (dead.Slot < creator.Length && creator[dead.Slot] >= _lastIndex[dead.Slot] && dead.IsDrained())
            {
                int slot = dead.Slot;
                dead.Slot = -1;
                _retired.RemoveAt(i);
                return slot;
            }
        }

        _lastIndex.Add(0);
        return _lastIndex.Count - 1;
    }
}
