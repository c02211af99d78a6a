namespace PhyrActors.Exploration.Tests;

/// <summary>Explorations that go to their end.</summary>
internal static class Reductions
{
    public static DporExplorer Complete(IProgram program, ExploreOptions? options = null)
    {
        DporExplorer explorer = new(program, options ?? new ExploreOptions { KeepGoing = true });
        while (explorer.TryRunNext(out _))
        {
        }

        return explorer;
    }

    /// <summary>Goes on until everything is explored, or so many runs were made.</summary>
    public static DporExplorer Begun(IProgram program, long runsMax)
    {
        DporExplorer explorer = new(program, new ExploreOptions { KeepGoing = true });
        while (explorer.Schedules + explorer.Blocked <= runsMax && explorer.TryRunNext(out _))
        {
        }

        return explorer;
    }
}
