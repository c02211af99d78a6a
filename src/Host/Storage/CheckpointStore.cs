using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>Checkpoint files: whole, or as they were before.</summary>
internal static class CheckpointStore
{
    /// <exception cref="InputException">There is no such file, or it cannot be read as a checkpoint.</exception>
    public static Checkpoint Load(string path) => WholeFile.Load(path, "a checkpoint", Checkpoint.Read);

    /// <exception cref="InputException">The place cannot be written to.</exception>
    public static void Save(Checkpoint checkpoint, string path) =>
        WholeFile.Save(path, "the checkpoint", checkpoint.Write);
}
