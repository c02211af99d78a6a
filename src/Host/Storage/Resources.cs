using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>Documents of config/ that the program carries with it.</summary>
internal static class Resources
{
    private static readonly Lazy<Config> s_expected = new(static () => Read("kernels/expected.conf"));

    /// <summary>The defaults of scenarios: every known key.</summary>
    public static Config Reference { get; } = Read("reference.conf");

    /// <summary>What is known to be found with a kernel's quirks.</summary>
    public static ExpectedFindings ExpectedOf(KernelVersion kernel) => ExpectedFindings.Of(kernel, s_expected.Value);

    private static Config Read(string name)
    {
        using Stream stream = typeof(Resources).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd(), name);
    }
}
