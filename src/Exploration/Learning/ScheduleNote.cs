namespace PhyrActors.Exploration;

/// <summary>What a schedule leaves behind for the strategy of later rounds. Immutable.</summary>
public abstract record ScheduleNote
{
    private protected ScheduleNote()
    {
    }
}

/// <summary>A schedule that leaves a note.</summary>
internal interface INoting
{
    /// <summary>Null when there is nothing to say; asked once the run is over.</summary>
    ScheduleNote? Note { get; }
}
