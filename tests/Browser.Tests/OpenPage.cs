using System.Diagnostics;
using Microsoft.Playwright;

namespace PhyrActors.Browser.Tests;

/// <summary>A page in a browser.</summary>
public sealed class OpenPage(IPage page) : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private readonly List<string> _requests = [];

    public IPage Page => page;

    /// <summary>Errors of scripts and on the console.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>All that was asked for, the page itself too.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>From the request to the first picture of the run.</summary>
    public TimeSpan OpeningTime { get; private set; }

    public Task<int> SelectedAsync() => page.EvaluateAsync<int>("view.chart.selected");

    public async Task OpenAsync(string file)
    {
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) => _complaints.Add(message.Text);
        page.Request += (_, request) => _requests.Add(request.Url);
        long start = Stopwatch.GetTimestamp();
        await page.GotoAsync(new Uri(file).AbsoluteUri, new() { WaitUntil = WaitUntilState.Commit });
        await page.WaitForSelectorAsync("body[data-ready]");
        OpeningTime = Stopwatch.GetElapsedTime(start);
    }

    public async ValueTask DisposeAsync() => await page.Context.DisposeAsync();
}
