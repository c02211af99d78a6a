namespace PhyrActors.Architecture.Tests;

/// <summary>Fails with every offence spelled out, one a line.</summary>
internal static class Offences
{
    public static void AssertNone(IReadOnlyCollection<string> offences) =>
        Assert.True(offences.Count == 0, string.Join('\n', offences));
}
