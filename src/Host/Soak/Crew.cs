namespace PhyrActors.Host;

/// <summary>The workers of a soak. One that is stuck is given up, and another takes its place.</summary>
internal sealed class Crew
{
    private readonly Func<int, ISoakWorker> _make;
    private readonly (ISoakWorker Worker, Task Work)[] _places;

    /// <param name="places">How many workers.</param>
    /// <param name="make">Makes the worker of a place.</param>
    public Crew(int places, Func<int, ISoakWorker> make)
    {
        _make = make;
        _places = [.. Enumerable.Range(0, places).Select(Start)];
    }

    /// <summary>Waits for so long, or until all have done.</summary>
    /// <returns>Whether somebody still works; throws what a worker threw.</returns>
    public async Task<bool> WaitAsync(TimeSpan time)
    {
        Task all = Task.WhenAll(_places.Select(static place => place.Work));
        foreach ((ISoakWorker _, Task work) in _places.Where(static place => place.Work.IsFaulted))
        {
            await work;
        }

        if (await Task.WhenAny(all, Task.Delay(time)) != all)
        {
            return true;
        }

        await all;
        return false;
    }

    public void ReplaceStalled(TimeSpan after)
    {
        for (int place = 0; place < _places.Length; place++)
        {
            if (_places[place].Worker.Stalled(after) is { } text)
            {
                Serilog.Log.Warning("worker {Number} is given up: {Text}", place, text);
                _places[place] = Start(place);
            }
        }
    }

    private (ISoakWorker Worker, Task Work) Start(int place)
    {
        ISoakWorker worker = _make(place);
        return (worker, worker.RunAsync());
    }
}
