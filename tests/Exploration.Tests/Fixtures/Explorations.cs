namespace PhyrActors.Exploration.Tests;

/// <summary>Explorations that go to their end.</summary>
internal static class Explorations
{
    public static DporExplorer Complete(IProgram program, ExploreOptions? options = null)
    {
        DporExplorer explorer = new(program, options ?? new ExploreOptions { KeepGoing = true });
        while (explorer.TryRunNext(out _))
        {
        }

        return explorer;
    }
}
