using Microsoft.Playwright;

namespace PhyrActors.Browser.Tests;

/// <summary>A browser, and two pages of <c>phyr view</c>: a small run with a violation, and one of 100,000
/// steps.</summary>
public sealed class ViewedPages : IAsyncLifetime, IDisposable
{
    public const int ManySteps = 100_000;

    private readonly Session _session = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Small { get; private set; } = string.Empty;

    public string Large { get; private set; } = string.Empty;

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Executable is not { } executable)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = executable,
            Args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
        });
        Small = await PageOfAsync(await _session.FindAsync());
        Large = await PageOfAsync(await LongTraceAsync());
    }

    public async Task DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }

    public void Dispose() => _session.Dispose();

    /// <summary>Opens a page; whatever it complains of, and whatever it asks of the network, is kept.</summary>
    public async Task<OpenPage> OpenAsync(string file, ColorScheme scheme = ColorScheme.Light)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = 1500, Height = 900 },
            ColorScheme = scheme,
        });
        OpenPage page = new(await context.NewPageAsync());
        await page.OpenAsync(file);
        return page;
    }

    private static async Task<string> PageOfAsync(string trace)
    {
        string page = Path.ChangeExtension(trace, ".html");
        await Session.RunAsync("view", trace, "--html", page);
        return page;
    }

    /// <summary>A run that is not at rest at its limit.</summary>
    private async Task<string> LongTraceAsync()
    {
        string scenario = _session.Write("long.conf", Session.Small
            .Replace("operations = 20000", "operations = 10000000", StringComparison.Ordinal)
            .Replace("duration = 1ms", "duration = 10s", StringComparison.Ordinal));
        string trace = _session.PathOf("long.phyrtrace");
        string[] limits = ["--set", $"limits.steps={ManySteps}", "--set", "limits.periodic=1000000"];
        string[] search = ["--strategy", "random", "--schedules", "1", "--out", trace];
        await Session.RunAsync(["explore", scenario, .. limits, .. search]);
        return trace;
    }
}
