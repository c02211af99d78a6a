namespace PhyrActors.Runtime;

/// <summary>Collects what was assigned at one path, newest first, until older assignments cannot matter.</summary>
internal sealed class HoconAssignments
{
    private readonly List<HoconValue> _elements = [];
    private HoconPosition? _newest;
    private HoconPosition? _append;
    private HoconValue? _last;
    private bool _isJoined;

    /// <summary>The objects to merge, newest first.</summary>
    public List<HoconPlace> Objects { get; } = [];

    public bool IsObject => Objects.Count > 0;

    /// <summary>Where the newest of them was assigned.</summary>
    public HoconPosition Position => _newest ?? throw new InvalidOperationException("Nothing was assigned.");

    /// <returns>True if nothing older matters.</returns>
    public bool AddObject(HoconPlace place)
    {
        RefuseElements("an object");
        _newest ??= place.Position;
        _isJoined = place.IsJoined;
        Objects.Add(place);
        return false;
    }

    /// <param name="place">The assignment.</param>
    /// <param name="element">One more element at the end of a list; null if it is undefined.</param>
    /// <returns>True if nothing older matters.</returns>
    public bool AddElement(HoconPlace place, HoconValue? element)
    {
        _newest ??= place.Position;
        _append = place.Position;
        if (element is not null)
        {
            _elements.Add(element);
        }

        return false;
    }

    /// <param name="place">The assignment.</param>
    /// <param name="value">What it gives; null if it is undefined.</param>
    /// <returns>True if nothing older matters.</returns>
    public bool Add(HoconPlace place, HoconValue? value)
    {
        if (value is HoconObject)
        {
            return AddObject(place.Holding(value));
        }

        if (value is null)
        {
            _isJoined = place.IsJoined;
            return false;
        }

        if (IsObject)
        {
            return !_isJoined
                ? true
                : throw ConfigurationException.At(
                    place.Position, $"{value.Description} and an object cannot be joined");
        }

        if (value is not HoconArray)
        {
            RefuseElements(value.Description);
        }

        _newest ??= place.Position;
        _last = value;
        return true;
    }

    /// <summary>What was assigned, if it was no object; null if nothing was.</summary>
    public HoconValue? Value()
    {
        if (_append is null)
        {
            return _last;
        }

        IEnumerable<HoconValue> older = _last is HoconArray list ? list.Items : [];
        return new HoconArray([.. older, .. Enumerable.Reverse(_elements)], Position);
    }

    private void RefuseElements(string older)
    {
        if (_append is { } append)
        {
            throw ConfigurationException.At(append, $"'+=' needs a list, the key holds {older}");
        }
    }
}
