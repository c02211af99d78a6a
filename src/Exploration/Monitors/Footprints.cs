using System.Runtime.InteropServices;

namespace PhyrActors.Exploration;

/// <summary>Who read and wrote which key of the state that monitors share, to order the steps that meet
/// there.</summary>
internal sealed class Footprints
{
    private readonly Dictionary<ulong, Visitors> _visitors = [];
    private readonly List<Touch> _touched = [];

    /// <summary>Keys touched since they were last settled.</summary>
    public IReadOnlyList<Touch> Touched => _touched;

    public void Add(Touch touch) => _touched.Add(touch);

    public void Clear()
    {
        _visitors.Clear();
        _touched.Clear();
    }

    /// <summary>Puts what the touching step met there into its past.</summary>
    public void Settle(in Stamp stamp)
    {
        foreach (Touch touch in _touched)
        {
            Meet(touch, stamp);
        }

        _touched.Clear();
    }

    private void Meet(Touch touch, in Stamp stamp)
    {
        ref Visitors visitors = ref CollectionsMarshal.GetValueRefOrAddDefault(_visitors, touch.Key, out _);
        stamp.Join(visitors.Writer);
        if (!touch.Writes)
        {
            (visitors.Readers ??= []).Add(stamp.Past);
            return;
        }

        foreach (Past reader in visitors.Readers ?? [])
        {
            stamp.Join(reader);
        }

        visitors.Readers?.Clear();
        visitors.Writer = stamp.Past;
    }

    private struct Visitors
    {
        public Past Writer;
        public List<Past>? Readers;
    }
}
