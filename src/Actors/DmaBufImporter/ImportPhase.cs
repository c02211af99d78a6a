namespace PhyrActors.Actors;

/// <summary>How far an importer is with its buffer.</summary>
internal enum ImportPhase
{
    /// <summary>An attachment is asked for.</summary>
    Attaching = 0,

    /// <summary>Attached, and nothing is mapped.</summary>
    Attached,

    /// <summary>A map is asked for.</summary>
    Mapping,

    /// <summary>Mapped, and the device is being told.</summary>
    Programming,

    /// <summary>The device may use it.</summary>
    Live,

    /// <summary>The device is asked to be done.</summary>
    Stopping,

    /// <summary>The device is done, and an unmap is asked for.</summary>
    Unmapping,

    /// <summary>Refused, given up, or what cannot be given up: nothing follows.</summary>
    Ended,
}
