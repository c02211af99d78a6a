namespace PhyrActors.Exploration;

/// <summary>A state on the path that is being explored, and what is known of it: what has been explored from it, and
/// what is still to be.</summary>
internal sealed class DporState
{
    /// <summary>Steps from here that lead only to classes already explored.</summary>
    public List<WakeupStep> Sleep { get; } = [];

    /// <summary>Sequences to explore from here, besides the one under way.</summary>
    public List<WakeupTree> Branches { get; private set; } = [];

    /// <summary>The delivery under way.</summary>
    public ulong Current { get; private set; }

    /// <summary>The choices that it is to make; those that follow are plain.</summary>
    public TraceChoice[] Choices { get; private set; } = [];

    /// <summary>Sequences to explore after the step under way.</summary>
    public List<WakeupTree> After { get; private set; } = [];

    /// <summary>Sequences that were not planned on the assumption that they do not depend on the step under
    /// way.</summary>
    public List<List<WakeupStep>> LeftOut { get; private set; } = [];

    /// <summary>Steps that have been explored from here.</summary>
    public int Explored { get; private set; }

    /// <summary>What is known to be explored from here, at most.</summary>
    public int Known => Explored + 1 + Branches.Count;

    public void Begin(List<WakeupTree> branches)
    {
        (Branches, Explored) = (branches, 0);
        Sleep.Clear();
    }

    /// <summary>Steps that sleep in the state before go on to sleep here unless the step between woke them.</summary>
    public void InheritSleep(DporState before, RunGraph graph, int index)
    {
        foreach (WakeupStep step in before.Sleep)
        {
            if (step.Id != before.Current && !graph.Dependence.AreDependent(
                step.Delivery, step.Touches, graph[index].Delivery, graph.Touches(index)))
            {
                Sleep.Add(step);
            }
        }
    }

    /// <summary>Whether somebody explored, from this state, what a sequence leads to.</summary>
    public bool IsAsleep(List<WakeupStep> sequence, Dependence dependence, long faultsLeft)
    {
        foreach (WakeupStep asleep in Sleep)
        {
            if (asleep.IsWeakInitial(sequence, dependence, faultsLeft))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first choices with which a delivery does not sleep: plain ones when it never did; null when it
    /// sleeps whatever it chooses.</summary>
    /// <param name="id">The delivery.</param>
    /// <param name="faultsLeft">How many choices may be other than plain.</param>
    public TraceChoice[]? FirstAwake(ulong id, long faultsLeft)
    {
        bool sleeps = false;
        foreach (WakeupStep asleep in Sleep)
        {
            if (asleep.Id != id)
            {
                continue;
            }

            sleeps = true;
            for (int place = 0; place < asleep.Choices.Length; place++)
            {
                for (int value = 0; value < asleep.Choices[place].Count; value++)
                {
                    WakeupStep other = asleep.With(place, value);
                    if (other.Faults <= faultsLeft && !Sleep.Exists(step => step.Id == id && step.StartsWith(other)))
                    {
                        return other.Choices;
                    }
                }
            }
        }

        return sleeps ? null : [];
    }

    /// <summary>Sets out on a step after which nothing is planned.</summary>
    public void SetOut(ulong id, TraceChoice[] choices) =>
        (Current, Choices, After, LeftOut) = (id, choices, [], []);

    /// <summary>Sets out on the first branch; false when there is none.</summary>
    public bool TrySetOut()
    {
        if (Branches.Count == 0)
        {
            return false;
        }

        WakeupTree branch = Branches[0];
        Branches.RemoveAt(0);
        (Current, Choices) = (branch.Step.Id, branch.Step.Choices);
        (After, LeftOut) = (branch.Children, branch.LeftOut);
        return true;
    }

    /// <summary>Whatever begins with the step under way has been explored.</summary>
    public void PutToSleep(WakeupStep explored)
    {
        Explored++;
        Sleep.Add(explored);
    }
}
