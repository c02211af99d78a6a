namespace PhyrActors.Exploration;

/// <summary>The orders seen so far at one class of actor.</summary>
internal sealed class ActorOrderTally
{
    private readonly List<string> _messages = [];
    private readonly ulong[] _before = new ulong[OrderWatch.ClassesMax];

    public bool IsEmpty => _messages.Count == 0;

    public void Add(OrderRows rows)
    {
        int[] places = [.. rows.Messages.Select(PlaceOf)];
        for (int later = 0; later < places.Length; later++)
        {
            for (int earlier = 0; earlier < places.Length; earlier++)
            {
                _before[places[later]] |= ((rows.Before[later] >> earlier) & 1) << places[earlier];
            }
        }
    }

    public OrderRows ToRows(string name) => new(name, [.. _messages], [.. _before[.._messages.Count]]);

    public ActorOrders Report(string name)
    {
        int[] sorted = [.. Enumerable.Range(0, _messages.Count).OrderBy(i => _messages[i], StringComparer.Ordinal)];
        (long both, long never) = (0, 0);
        List<(string, string)> oneWay = [];
        for (int i = 0; i < sorted.Length; i++)
        {
            for (int j = i + 1; j < sorted.Length; j++)
            {
                (int left, int right) = (sorted[i], sorted[j]);
                bool there = IsBefore(left, right);
                bool back = IsBefore(right, left);
                both += there && back ? 1 : 0;
                never += there || back ? 0 : 1;
                if (there != back)
                {
                    oneWay.Add(there ? (_messages[left], _messages[right]) : (_messages[right], _messages[left]));
                }
            }
        }

        return new ActorOrders(name, [.. sorted.Select(i => _messages[i])], both, oneWay, never);
    }

    private bool IsBefore(int earlier, int later) => ((_before[later] >> earlier) & 1) != 0;

    /// <summary>Beyond the last place all share it.</summary>
    private int PlaceOf(string message)
    {
        int place = _messages.IndexOf(message);
        if (place < 0)
        {
            place = Math.Min(_messages.Count, OrderWatch.ClassesMax - 1);
            if (_messages.Count < OrderWatch.ClassesMax)
            {
                _messages.Add(message);
            }
        }

        return place;
    }
}
