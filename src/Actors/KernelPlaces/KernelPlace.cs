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

    private static readonly FrozenDictionary<(string Message, string Actor), KernelPlace> s_own =
        DevicePlaces.Own.ToFrozenDictionary(static one => (one.Message, one.Actor), static one => Parse(one.Place));

    /// <summary>The place of a message at one actor, where that has its own.</summary>
    public static KernelPlace? Of(Type message, Type actor)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(actor);
        return s_own.GetValueOrDefault((NameOf(message), actor.Name)) ?? Of(message);
    }

    /// <summary>The place of a message; null for what only hardware sees, and for what only a model has.</summary>
    public static KernelPlace? Of(Type message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return s_places.GetValueOrDefault(NameOf(message));
    }

    /// <summary>Whether a message is hardware's alone, or only a model's.</summary>
    public static bool IsOutside(Type message) =>
        DevicePlaces.Outside.Contains(NameOf(message), StringComparer.Ordinal);

    public override string ToString() => $"{File}:{Function}";

    private static string NameOf(Type message) =>
        message.DeclaringType is { } owner ? $"{owner.Name}.{message.Name}" : message.Name;

    private static KernelPlace Parse(string place)
    {
        int colon = place.IndexOf(':', StringComparison.Ordinal);
        return new KernelPlace(place[..colon], place[(colon + 1)..]);
    }
}
