using System.Collections.Frozen;

namespace PhyrActors.Actors;

/// <summary>Where in Linux (v7.0) the work is done that a message stands for.</summary>
/// <param name="File">The path in the kernel's source.</param>
/// <param name="Function">The function; of an answer, the one that goes on with it.</param>
public sealed record KernelPlace(string File, string Function)
{
    private static readonly FrozenDictionary<string, KernelPlace> s_places = new[]
        {
            MemoryPlaces.All, MappingPlaces.All, DevicePlaces.All,
        }
        .SelectMany(static all => all)
        .ToFrozenDictionary(static pair => pair.Message, static pair => Parse(pair.Place), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> s_outside = OutsideWords.All.ToFrozenDictionary(
        static pair => pair.Message, static pair => pair.Words, StringComparer.Ordinal);

    private static readonly KernelPlace s_unlinkFile = new("mm/vma.c", "unlink_file_vma_batch_process");
    private static readonly KernelPlace s_copyHuge = new("mm/huge_memory.c", "copy_huge_pmd");

    /// <summary>The place of a message that arrives, by what it says where its kind alone does not tell.</summary>
    public static KernelPlace? Of(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message switch
        {
            FolioManagerProtocol.SetMappings { Vmas: 0 } => s_unlinkFile,
            FolioManagerProtocol.CopyPages copy when IsHuge(copy.Entries.Span) => s_copyHuge,
            AddressSpaceProtocol.MappingsSet { Then: { } then } => Of(then),
            _ => Of(message.GetType()),
        };
    }

    /// <summary>The place of a kind of message; null for what only hardware sees, and for what only a model
    /// has.</summary>
    public static KernelPlace? Of(Type message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return s_places.GetValueOrDefault(NameOf(message));
    }

    /// <summary>The message that waited for a lock and goes on now that its actor has the lock; null for any other that
    /// arrives.</summary>
    public static object? AwaitedBy(object message) => (message as Granted)?.Message;

    /// <summary>What happens where a message arrives that is hardware's alone, or only a model's; null for a message
    /// with a place.</summary>
    public static string? OutsideOf(Type message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return s_outside.GetValueOrDefault(NameOf(message));
    }

    public override string ToString() => $"{File}:{Function}";

    private static bool IsHuge(ReadOnlySpan<PteRun> entries) =>
        !entries.IsEmpty && entries[0].Flags.HasFlag(PteFlags.Huge);

    private static string NameOf(Type message) =>
        message.DeclaringType is { } owner ? $"{owner.Name}.{message.Name}" : message.Name;

    private static KernelPlace Parse(string place)
    {
        int colon = place.IndexOf(':', StringComparison.Ordinal);
        return new KernelPlace(place[..colon], place[(colon + 1)..]);
    }
}
