using System.Reflection;
using System.Runtime.CompilerServices;

namespace PhyrActors.Architecture.Tests;

/// <summary>The shape that every message has: a sealed record without anything that can change, or an enum.</summary>
internal static class MessageShape
{
    private const BindingFlags AnyInstance =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // Queues and stacks offer only the last of these.
    private static readonly Type[] s_mutable = [typeof(ICollection<>), typeof(System.Collections.ICollection)];

    public static IEnumerable<Type> MessagesOf(Type protocol) =>
        protocol.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)
            .Where(static type => !type.Name.Contains('<'));

    /// <summary>What is wrong with a message, or null.</summary>
    public static string? Offence(Type message)
    {
        if (message.IsEnum)
        {
            return null;
        }

        if (!message.IsSealed || !IsRecord(message))
        {
            return $"{message.FullName} is no sealed record";
        }

        PropertyInfo[] properties = message.GetProperties(AnyInstance);
        FieldInfo[] fields = message.GetFields(AnyInstance);
        MemberInfo? settable = properties.FirstOrDefault(IsSettable) ?? (MemberInfo?)fields.FirstOrDefault(IsSettable);
        if (settable is not null)
        {
            return $"{message.FullName}.{settable.Name} can be set";
        }

        return properties.FirstOrDefault(static property => HoldsMutableCollection(property.PropertyType)) is { } holder
            ? $"{message.FullName}.{holder.Name} holds a collection that can change"
            : null;
    }

    /// <summary>Arrays, and all that offers to add or replace elements and does so when asked.</summary>
    public static bool IsMutableCollection(Type type) =>
        type.IsArray
        || !IsImmutable(type) && type.GetInterfaces().Append(type)
            .Select(static t => t.IsGenericType ? t.GetGenericTypeDefinition() : t).Intersect(s_mutable).Any();

    private static bool IsImmutable(Type type) =>
        type.Namespace is "System.Collections.Immutable" or "System.Collections.Frozen"
        || type == typeof(string)
        || type.IsGenericType && type.Name.StartsWith("ReadOnly", StringComparison.Ordinal);

    private static bool HoldsMutableCollection(Type type) =>
        IsMutableCollection(type) || type.GetGenericArguments().Any(HoldsMutableCollection);

    // The compiler gives every record, of either kind, a member that prints it.
    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", AnyInstance) is not null;

    private static bool IsSettable(FieldInfo field) => field is { IsPrivate: false, IsInitOnly: false };

    private static bool IsSettable(PropertyInfo property) =>
        property.SetMethod is { } setter
        && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
