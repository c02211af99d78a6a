namespace PhyrActors.Seams;

/// <summary>Decides an explored run: which enabled delivery is next, and every choice inside it.</summary>
public interface ISchedule
{
    /// <summary>The index of the next step among those enabled; negative ends the run.</summary>
    int Pick(IEnabledSteps enabled);

    /// <summary>A number in <c>[0, count)</c> for a choice inside the running step.</summary>
    int Choose(string site, int count);
}

/// <summary>The deliveries that may come next: never empty.</summary>
public interface IEnabledSteps
{
    int Count { get; }

    /// <summary>The identity of the delivery at <paramref name="index"/>.</summary>
    ulong Id(int index);

    StepView View(int index);
}
