namespace PhyrActors.Exploration;

/// <summary>Which monitors listen to which class of event, by position; kept over runs with the same
/// monitors.</summary>
internal sealed class MonitorTable
{
    private readonly IReadOnlyList<Type>[] _listens;
    private readonly Dictionary<Type, int[]> _listeners = [];

    public MonitorTable(IReadOnlyList<IMonitor> monitors)
    {
        _listens = new IReadOnlyList<Type>[monitors.Count];
        for (int i = 0; i < monitors.Count; i++)
        {
            _listens[i] = [.. monitors[i].Listens];
        }
    }

    /// <summary>Whether these monitors listen to just what those listened to that the table was made for.</summary>
    public bool Fits(IReadOnlyList<IMonitor> monitors)
    {
        if (monitors.Count != _listens.Length)
        {
            return false;
        }

        for (int i = 0; i < _listens.Length; i++)
        {
            if (!IsSame(_listens[i], monitors[i].Listens))
            {
                return false;
            }
        }

        return true;
    }

    public int[] Listeners(Type @event)
    {
        if (!_listeners.TryGetValue(@event, out int[]? listeners))
        {
            List<int> found = [];
            for (int i = 0; i < _listens.Length; i++)
            {
                if (_listens[i].Contains(@event))
                {
                    found.Add(i);
                }
            }

            listeners = [.. found];
            _listeners.Add(@event, listeners);
        }

        return listeners;
    }

    private static bool IsSame(IReadOnlyList<Type> left, IReadOnlyList<Type> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (int i = 0; i < left.Count; i++)
        {
            if (!ReferenceEquals(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }
}
