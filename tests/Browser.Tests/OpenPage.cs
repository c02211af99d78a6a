using System.Text.Json;
using Microsoft.Playwright;

namespace PhyrActors.Browser.Tests;

/// <summary>A page in a browser.</summary>
public sealed class OpenPage(IPage page) : IAsyncDisposable
{
    private const int WaitsMax = 200;

    private readonly List<string> _complaints = [];
    private readonly List<string> _requests = [];

    public IPage Page => page;

    /// <summary>Errors of scripts and on the console.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>All that was asked for, the page itself too.</summary>
    public IReadOnlyList<string> Requests => _requests;

    /// <summary>CPU time of the page's process from the request to the first picture of the run: what other processes
    /// do meanwhile does not count.</summary>
    public double OpeningCpuSeconds { get; private set; }

    public Task<int> SelectedAsync() => page.EvaluateAsync<int>("view.chart.selected");

    /// <summary>Waits until something holds. The page forbids what Playwright's own waiting would do there.</summary>
    public async Task WaitAsync(string condition)
    {
        for (int i = 0; i < WaitsMax; i++)
        {
            if (await page.EvaluateAsync<bool>(condition))
            {
                return;
            }

            // The browser is another process, on the wall clock; the page lets nothing be injected that
            // could tell of the change. How often is asked decides nothing but how soon the test goes on.
            await Task.Delay(50);
        }

        throw new TimeoutException(condition);
    }

    public async Task OpenAsync(string file)
    {
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) => _complaints.Add(message.Text);
        page.Request += (_, request) => _requests.Add(request.Url);
        ICDPSession metrics = await page.Context.NewCDPSessionAsync(page);
        await metrics.SendAsync("Performance.enable");
        double start = await CpuSecondsAsync(metrics);
        await page.GotoAsync(new Uri(file).AbsoluteUri, new() { WaitUntil = WaitUntilState.Commit });
        await page.WaitForSelectorAsync("body[data-ready]");
        OpeningCpuSeconds = await CpuSecondsAsync(metrics) - start;
    }

    private static async Task<double> CpuSecondsAsync(ICDPSession session)
    {
        JsonElement answer = (await session.SendAsync("Performance.getMetrics"))!.Value;
        return answer.GetProperty("metrics").EnumerateArray()
            .Single(static metric => metric.GetProperty("name").GetString() == "ProcessTime")
            .GetProperty("value").GetDouble();
    }

    public async ValueTask DisposeAsync() => await page.Context.DisposeAsync();
}
