namespace PhyrActors.Runtime;

/// <summary>Where an actor stands in the tree of its system, such as <c>akka://phyr/user/iommu0</c>.</summary>
public sealed class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    private ActorPath(ActorPath? parent, string name, string systemName)
    {
        (Parent, Name, SystemName) = (parent ?? this, name, systemName);
    }

    public ActorPath Parent { get; }

    public string Name { get; }

    public string SystemName { get; }

    private bool IsRoot => ReferenceEquals(Parent, this);

    public static ActorPath Root(string systemName) => new(null, string.Empty, systemName);

    public ActorPath Child(string name) => new(this, name, SystemName);

    /// <summary>Whether Akka.NET would accept the name: not empty, no leading <c>$</c>, URI characters only.</summary>
    public static bool IsValidPathElement(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0 || name[0] == '$')
        {
            return false;
        }

        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"-_.*$+:@&=,!~';()%".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The path without system, such as <c>/user/iommu0</c>.</summary>
    public string ToStringWithoutAddress()
    {
        if (IsRoot)
        {
            return "/";
        }

        return Parent.IsRoot ? "/" + Name : Parent.ToStringWithoutAddress() + "/" + Name;
    }

    public override string ToString() => $"akka://{SystemName}{ToStringWithoutAddress()}";

    public bool Equals(ActorPath? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    public int CompareTo(ActorPath? other) =>
        other is null ? 1 : string.CompareOrdinal(ToString(), other.ToString());
}
