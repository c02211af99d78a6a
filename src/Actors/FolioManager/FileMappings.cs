namespace PhyrActors.Actors;

/// <summary>The address spaces that map one file, in the order of their first mapping, and the token under which that
/// changes and is walked (i_mmap, i_mmap_rwsem).</summary>
internal sealed class FileMappings(int file, EventStream events)
{
    private readonly List<IActorRef> _spaces = [];

    public SharedToken Token { get; } = new($"i_mmap of file {file}", 0, events);

    /// <summary>The one at a place in the order; null behind the last.</summary>
    public IActorRef? At(int place) => place < _spaces.Count ? _spaces[place] : null;

    /// <summary>Whether an address space maps the file from now on.</summary>
    public void Set(IActorRef space, bool isMapped)
    {
        if (!isMapped)
        {
            _spaces.Remove(space);
        }
        else if (!_spaces.Contains(space))
        {
            _spaces.Add(space);
        }
    }
}
