namespace PhyrActors.Exploration;

/// <summary>Remembers which actor stood behind a slot of the clocks at which of its steps, to name an epoch.</summary>
internal sealed class SlotOwners
{
    private readonly List<Owner> _owners = [];
    private object?[] _present = new object?[8];
    private int[] _steps = new int[8];

    public int Slots { get; private set; }

    public void Clear()
    {
        _owners.Clear();
        Array.Clear(_present);
        Array.Clear(_steps);
        Slots = 0;
    }

    public void OnStep(in StepView step)
    {
        int slot = step.Actor;
        if (slot >= Slots)
        {
            Widen(slot);
        }

        if (!ReferenceEquals(_present[slot], step.Receiver))
        {
            _present[slot] = step.Receiver;
            _owners.Add(new Owner(slot, _steps[slot] + 1, step.Receiver));
        }

        _steps[slot]++;
    }

    /// <summary>The epoch in words: the how-manieth delivery at which actor.</summary>
    public string Name(Epoch epoch)
    {
        Owner owner = _owners.FindLast(o => o.Slot == epoch.Actor && o.FirstIndex <= epoch.Index);
        return owner.Actor is null
            ? $"delivery {epoch.Index} at slot {epoch.Actor}"
            : $"delivery {epoch.Index - owner.FirstIndex + 1} at {StepText.Actor(owner.Actor)}";
    }

    private void Widen(int slot)
    {
        Slots = slot + 1;
        if (Slots > _present.Length)
        {
            int length = Math.Max(Slots, _present.Length * 2);
            Array.Resize(ref _present, length);
            Array.Resize(ref _steps, length);
        }
    }

    private readonly record struct Owner(int Slot, int FirstIndex, object Actor);
}
