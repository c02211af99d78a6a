namespace PhyrActors.Actors.Tests;

/// <summary>What four pages of a process are.</summary>
internal enum Ground
{
    Nothing,
    Hole,
    Own,
    OwnFolio,
    ReadOnly,

    /// <summary>Shared by a fork.</summary>
    ForkShared,

    ZeroPage,
    SharedFile,
    ReadOnlyFile,
    UnmappedFile,
    PrivateFile,

    /// <summary>Of a file system that is told before a page is written.</summary>
    TrackedFile,

    Movable,
    DeviceCoherent,
    PciP2pdma,
    ProtNone,
    Io,
    PfnMap,
    SecretMem,
    FsDax,
}
