namespace PhyrActors.Model;

/// <summary>The smallest evidence that an invariant does not hold.</summary>
/// <param name="Invariant">Its id, such as <c>I-4</c>; docs/invariants.md says what it states.</param>
/// <param name="Text">What was seen, in the kernel's words.</param>
/// <param name="Lacks">The step that should have come before and never came, or null.</param>
public sealed record Violation(string Invariant, string Text, string? Lacks = null);

/// <summary>What an invariant is judged on, and so where it can run.</summary>
[Flags]
public enum InvariantKind
{
    None = 0,

    /// <summary>One actor's events, in its own order.</summary>
    Local = 1,

    /// <summary>Happens-before: needs clocks to see what luck hid.</summary>
    Ordered = 2,

    /// <summary>The state when nothing is left to do.</summary>
    Final = 4,
}
