namespace PhyrActors.Semantics.Tests;

/// <summary>A fact about the runtime in the tree that Akka.NET is known not to share; skipped there, with the
/// reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactInTreeAttribute : FactAttribute
{
    /// <param name="onAkka">What Akka.NET does instead.</param>
    public FactInTreeAttribute(string onAkka)
    {
        OnAkka = onAkka;
        Skip = typeof(IActorRef).Namespace == "Akka.Actor" ? onAkka : null;
    }

    public string OnAkka { get; }
}
