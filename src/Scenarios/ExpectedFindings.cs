using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>What is known to be found with a kernel's quirks: for each small scenario the invariants that break, and
/// the quirk behind each.</summary>
/// <remarks>The committed list is config/kernels/expected.conf.</remarks>
public sealed class ExpectedFindings
{
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _byScenario =
        new(StringComparer.Ordinal);

    private ExpectedFindings()
    {
    }

    /// <summary>The scenarios that the list names, in order.</summary>
    public IEnumerable<string> Scenarios => _byScenario.Keys;

    /// <summary>Invariants that break in any of the scenarios: in a scenario of one's own, too, they are no
    /// news.</summary>
    public IReadOnlyList<string> Invariants =>
    [
        .. _byScenario.Values.SelectMany(static found => found.Keys).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The part of the list that is about one kernel.</summary>
    /// <exception cref="ConfigurationException">The list names a quirk that this kernel does not have.</exception>
    public static ExpectedFindings Of(KernelVersion kernel, Config list)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(list);
        ExpectedFindings expected = new();
        string at = Config.Join("", kernel.Name);
        foreach (string scenario in list.HasPath(at) ? list.Children(at) : [])
        {
            string path = Config.Join(at, scenario);
            SortedDictionary<string, string> found = new(StringComparer.Ordinal);
            foreach (string invariant in list.Children(path))
            {
                string key = Config.Join(path, invariant);
                string quirk = list.GetString(key);
                found[invariant] = kernel.Quirks.Any(known => known.Name == quirk)
                    ? quirk
                    : throw new ConfigurationException(
                        $"{list.Origin(key)}: kernel {kernel.Name} has no quirk '{quirk}'");
            }

            expected._byScenario[scenario] = found;
        }

        return expected;
    }

    /// <summary>The invariants that break in a scenario of the list.</summary>
    public IReadOnlyList<string> In(string scenario) =>
        _byScenario.TryGetValue(scenario, out SortedDictionary<string, string>? found) ? [.. found.Keys] : [];

    /// <summary>The quirks that are known to break an invariant; none: it is news.</summary>
    public IReadOnlyList<string> QuirksBehind(string invariant) =>
    [
        .. _byScenario.Values.Where(found => found.ContainsKey(invariant)).Select(found => found[invariant])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];
}
