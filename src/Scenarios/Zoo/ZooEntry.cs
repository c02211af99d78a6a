using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>What it takes for an entry of the zoo to show.</summary>
public enum ZooKind
{
    /// <summary>An order is wrong: a search over schedules finds it.</summary>
    Race,

    /// <summary>A value is wrong: one run, or a property test, decides.</summary>
    Data,

    /// <summary>The model has nothing that could go wrong in this way.</summary>
    NotExpressible,
}

/// <summary>One entry of docs/bug-zoo.md: a defect, real or seeded, and what finds it.</summary>
/// <param name="Id">Its name on the page: of a defect that can be switched on, mostly that of the switch.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Reference">Commit, CVE, list or the kernel's code that is broken.</param>
/// <param name="Kind">What it takes to show.</param>
public sealed record ZooEntry(string Id, string Title, string Reference, ZooKind Kind)
{
    /// <summary>The switch; None where the defect is the way the thing works, or is decided elsewhere.</summary>
    public Mutation Mutation { get; init; }

    /// <summary>The invariants that may catch it, the one that the page names first.</summary>
    public IReadOnlyList<string> Invariants { get; init; } = [];

    /// <summary>A file of config/ whose world shows it; null where a test decides, or nothing can.</summary>
    public string? Scenario { get; init; }

    /// <summary>Assignments laid over the file, such as <c>fork.rate = 0</c>.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>The class of tests that decides, where no scenario does.</summary>
    public string? Test { get; init; }

    /// <summary>Of what is not expressible: why.</summary>
    public string? Reason { get; init; }

    /// <summary>The entry that this one cannot be told from in the model; null for none.</summary>
    public string? SameAs { get; init; }

    /// <summary>Whether a search over schedules of a scenario is to find it.</summary>
    public bool IsSearched => Scenario is not null && SameAs is null;

    /// <summary>The line that the page carries.</summary>
    public string Facts => Kind == ZooKind.NotExpressible
        ? $"> **{Id}** *not expressible*, {Title}: {Reason} {Reference}."
        : SameAs is not null
            ? $"> **{Id}** *{KindText}*, {Title}: as {SameAs}. {Reference}."
            : $"> **{Id}** *{KindText}*, {string.Join(" or ", Invariants)}, {Shown}. {Reference}.";

    private string KindText => Kind == ZooKind.Race ? "race" : "data";

    private string Shown => Scenario is null
        ? $"`{Test}`"
        : string.Join(" ", [$"`config/{Scenario}`", .. Overrides.Select(static text => $"`{text}`")]);

    /// <summary>A defect that a search over schedules finds.</summary>
    internal static ZooEntry Race(
        Mutation mutation,
        string title,
        string reference,
        string invariants,
        string scenario,
        params IReadOnlyList<string> overrides) =>
        Data(mutation, title, reference, invariants, scenario, overrides) with { Kind = ZooKind.Race };

    /// <summary>A defect that any run of the scenario shows.</summary>
    internal static ZooEntry Data(
        Mutation mutation,
        string title,
        string reference,
        string invariants,
        string scenario,
        params IReadOnlyList<string> overrides)
    {
        return new ZooEntry(mutation.ToString(), title, reference, ZooKind.Data)
        {
            Mutation = mutation,
            Invariants = invariants.Split(' '),
            Scenario = scenario,
            Overrides = overrides,
        };
    }

    /// <summary>A defect that a test decides.</summary>
    internal static ZooEntry Tested(string id, string title, string reference, string invariants, string test) =>
        new(id, title, reference, ZooKind.Data) { Invariants = invariants.Split(' '), Test = test };

    /// <summary>A race that a test decides, whose actors are driven step by step.</summary>
    internal static ZooEntry Program(
        Mutation mutation, string title, string reference, string invariants, string test) =>
        Tested(mutation.ToString(), title, reference, invariants, test) with
        {
            Kind = ZooKind.Race,
            Mutation = mutation,
        };

    internal static ZooEntry Beyond(string id, string title, string reference, string reason) =>
        new(id, title, reference, ZooKind.NotExpressible) { Reason = reason };

    /// <summary>Another way to the same wrong state.</summary>
    internal static ZooEntry Like(ZooEntry other, string id, string title, string reference) =>
        other with { Id = id, Title = title, Reference = reference, SameAs = other.Id };
}
