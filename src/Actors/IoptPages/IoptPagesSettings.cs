namespace PhyrActors.Actors;

/// <summary>Whom pages are charged to (IOPT_PAGES_ACCOUNT_*).</summary>
public enum IoptAccount
{
    None,

    /// <summary>The user's locked_vm, over all of the user's processes.</summary>
    User,

    /// <summary>The mm's locked_vm, as VFIO type1 does.</summary>
    Mm,
}

/// <summary>Memory that several domains and accesses share.</summary>
/// <param name="Number">Its number; pins carry it and the number of the pinning.</param>
/// <param name="Pinner">Who pins it.</param>
/// <param name="LengthBytes">Whole pages.</param>
/// <param name="Writable">Whether devices may write.</param>
/// <param name="Mode">Whom it is charged to.</param>
/// <param name="Account">That owner's account.</param>
public sealed record IoptPagesSettings(
    int Number, IActorRef Pinner, ulong LengthBytes, bool Writable, IoptAccount Mode, MemlockAccount Account)
{
    /// <summary>A process's memory; unused where there is a file.</summary>
    public VirtAddr Memory { get; init; }

    /// <summary>A file in memory and where in it the pages begin; null: a process's memory.</summary>
    public (int File, ulong Start)? File { get; init; }
}
