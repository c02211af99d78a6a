using System.Text;
using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>Where the results of shrinking go: beside the trace unless the user says otherwise.</summary>
/// <param name="Trace">The shrunk trace.</param>
/// <param name="Test">The xunit test.</param>
/// <param name="State">What it takes to go on; null: nowhere.</param>
internal sealed record ShrinkFiles(string Trace, string Test, string? State)
{
    /// <param name="trace">The trace that is shrunk.</param>
    public static ShrinkFiles Beside(string trace)
    {
        string stem = trace.EndsWith(TraceStore.Extension, StringComparison.Ordinal)
            ? trace[..^TraceStore.Extension.Length]
            : trace;
        return new ShrinkFiles($"{stem}.min{TraceStore.Extension}", $"{stem}.min.cs", null);
    }

    /// <summary>Saves the simplest trace so far, and what it takes to go on.</summary>
    /// <exception cref="InputException">A place cannot be written to.</exception>
    public void Save(ShrinkState state)
    {
        TraceStore.Save(state.Best, Trace);
        if (State is not null)
        {
            WholeFile.Save(State, "the shrink state", state.Write);
        }
    }

    /// <exception cref="InputException">The place cannot be written to.</exception>
    public void SaveTest(string text) =>
        WholeFile.Save(Test, "the test", stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <exception cref="InputException">There is no such file, or it is none.</exception>
    public static ShrinkState LoadState(string path) => WholeFile.Load(path, "a shrink state", ShrinkState.Read);
}
