namespace PhyrActors.Exploration;

/// <summary>A state on the path that is being explored, and what is known of it: what has been explored from it, and
/// what is still to be.</summary>
internal sealed class DporState
{
    private readonly List<Touch> _touches = [];

    /// <summary>Deliveries from here that lead only to classes already explored.</summary>
    public List<WakeupStep> Sleep { get; } = [];

    /// <summary>Sequences to explore from here, besides the one under way.</summary>
    public List<WakeupTree> Branches { get; private set; } = [];

    /// <summary>The delivery under way.</summary>
    public ulong Current { get; private set; }

    /// <summary>The choices that it is to make; those that follow are plain.</summary>
    public List<int> Chosen { get; } = [];

    /// <summary>Sequences to explore after the delivery under way.</summary>
    public List<WakeupTree> After { get; private set; } = [];

    /// <summary>Sequences that were not planned on the assumption that they do not depend on the delivery under
    /// way.</summary>
    public List<List<WakeupStep>> LeftOut { get; private set; } = [];

    /// <summary>Deliveries, with their choices, that have been explored from here.</summary>
    public int Explored { get; private set; }

    /// <summary>What is known to be explored from here, at most.</summary>
    public int Known => Explored + 1 + Branches.Count;

    public void Begin(List<WakeupTree> branches)
    {
        (Branches, After, LeftOut, Explored) = (branches, [], [], 0);
        Sleep.Clear();
        Chosen.Clear();
        _touches.Clear();
    }

    /// <summary>Deliveries that sleep in the state before go on to sleep here unless this delivery woke them.</summary>
    public void InheritSleep(DporState before, RunGraph graph, int index)
    {
        foreach (WakeupStep step in before.Sleep)
        {
            if (!graph.Dependence.AreDependent(
                step.Delivery, step.Touches, graph[index].Delivery, graph.Touches(index)))
            {
                Sleep.Add(step);
            }
        }
    }

    public bool IsAsleep(ulong id)
    {
        foreach (WakeupStep step in Sleep)
        {
            if (step.Id == id)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first delivery that is still to be explored, or null.</summary>
    public ulong? NextBranch => Branches.Count == 0 ? null : Branches[0].Step.Id;

    /// <summary>Sets out on a delivery, with plain choices.</summary>
    public void SetOut(ulong id)
    {
        Current = id;
        Chosen.Clear();
        _touches.Clear();
        TakeAfter();
    }

    /// <summary>The delivery under way has been explored with its choices: goes on to its next choices.</summary>
    /// <param name="made">The choices that it made.</param>
    /// <param name="faultsLeft">How many of them may be other than plain.</param>
    /// <param name="touches">Its footprint.</param>
    /// <returns>False when all have been explored.</returns>
    public bool TryNextChoices(ReadOnlySpan<TraceChoice> made, long faultsLeft, ReadOnlySpan<Touch> touches)
    {
        Explored++;
        _touches.AddRange(touches);
        for (int last = made.Length - 1; last >= 0; last--)
        {
            int faults = 1;
            for (int i = 0; i < last; i++)
            {
                faults += made[i].Chosen == 0 ? 0 : 1;
            }

            if (made[last].Chosen + 1 < made[last].Count && faults <= faultsLeft)
            {
                Chosen.Clear();
                for (int i = 0; i < last; i++)
                {
                    Chosen.Add(made[i].Chosen);
                }

                Chosen.Add(made[last].Chosen + 1);
                TakeAfter();
                return true;
            }
        }

        return false;
    }

    /// <summary>Whatever begins with the delivery under way has been explored.</summary>
    public void PutToSleep(in Delivery delivery)
    {
        Sleep.Add(new WakeupStep(delivery, [.. _touches], []));
        Branches.RemoveAll(branch => branch.Step.Id == Current);
    }

    /// <summary>What was planned after this very delivery with these very choices.</summary>
    private void TakeAfter()
    {
        int at = Branches.FindIndex(branch => branch.Step.Id == Current && HasTheseChoices(branch.Step.Choices));
        (After, LeftOut) = at < 0 ? ([], []) : (Branches[at].Children, Branches[at].LeftOut);
        if (at >= 0)
        {
            Branches.RemoveAt(at);
        }
    }

    private bool HasTheseChoices(int[]? planned)
    {
        for (int i = 0; i < planned?.Length; i++)
        {
            if (planned[i] != (i < Chosen.Count ? Chosen[i] : 0))
            {
                return false;
            }
        }

        return planned is not null || Chosen.TrueForAll(static choice => choice == 0);
    }
}
