namespace PhyrActors.Exploration;

/// <summary>A step from a state of the tree's upper part.</summary>
/// <remarks>It is an end when nothing is planned after it. All that was asleep on the way to it is awake then, so
/// whoever gets it explores all that begins with it, whatever others find. Where more is planned after it, others may
/// still add to that.</remarks>
internal sealed class DporEntry
{
    private readonly List<List<WakeupStep>> _leftOut;
    private double _share;

    /// <param name="home">The state; null: none, this stands for the whole tree.</param>
    /// <param name="branch">The step and what is planned after it.</param>
    public DporEntry(DporNode? home, WakeupTree branch)
    {
        (Home, Step, _leftOut) = (home, branch.Step, branch.LeftOut);
        IsEnd = branch.Children.Count == 0;
        Below = IsEnd ? null : new DporNode(this, branch.Children);
    }

    public DporNode? Home { get; }

    public WakeupStep Step { get; private set; }

    public bool IsEnd { get; }

    /// <summary>All that begins with it has been explored.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The state after it, once that belongs to nobody's task.</summary>
    public DporNode? Below { get; set; }

    /// <summary>The steps that lead here, with this one.</summary>
    public IReadOnlyList<DporFrame> Prefix => Home?.PrefixOf(this) ?? [];

    /// <summary>The share of all that begins with it that has been explored.</summary>
    public double Share
    {
        get => IsDone ? 1 : Below?.Share ?? _share;
        set => _share = value;
    }

    /// <summary>A sequence is left to this step, which may turn out to depend on it.</summary>
    public void LeaveOut(List<WakeupStep> sequence)
    {
        if (!Step.IsKnown)
        {
            _leftOut.Add(sequence);
        }
    }

    /// <summary>The step has run: its footprint is known.</summary>
    public void Know(WakeupStep made)
    {
        if (Step.IsKnown)
        {
            return;
        }

        Step = made;
        foreach (List<WakeupStep> sequence in _leftOut)
        {
            if (!made.IsWeakInitial(sequence, Home!.Dependence, long.MaxValue))
            {
                Home.Add(sequence);
            }
        }

        _leftOut.Clear();
    }

    public void Finish()
    {
        IsDone = true;
        if (Home?.Top.CountDone() == true)
        {
            Home.Top.Above.Below = null;
            Home.Top.Above.Finish();
        }
    }
}
