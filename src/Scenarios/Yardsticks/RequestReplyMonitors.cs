using PhyrActors.Exploration;
using static PhyrActors.Scenarios.YardstickProtocol;

namespace PhyrActors.Scenarios;

/// <summary>A monitor of one class of the server's events, in the server's own order.</summary>
internal abstract class ServerMonitor<TEvent>(string invariant) : IMonitor
{
    public string Invariant => invariant;

    public IReadOnlyList<Type> Listens { get; } = [typeof(TEvent)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        if (Check((TEvent)@event) is { } text)
        {
            findings.Report(Invariant, text);
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    /// <returns>What is wrong, or null.</returns>
    protected abstract string? Check(TEvent @event);
}

/// <summary>The server serves at most C * R requests.</summary>
internal sealed class RequestCount(int clients, int rounds) : ServerMonitor<Served>("rr-count")
{
    private int _served;

    protected override string? Check(Served served) => ++_served > clients * rounds ? $"{_served} requests" : null;
}

/// <summary>No update is lost.</summary>
internal sealed class LostUpdate() : ServerMonitor<Stored>("rr-race")
{
    protected override string? Check(Stored stored) => stored.Read == stored.Overwritten
        ? null
        : $"client {stored.Client} read {stored.Read} and overwrote {stored.Overwritten}";
}

/// <summary>Fails when the clients' last requests arrive in exactly reverse order.</summary>
internal sealed class ReverseLastRequests(int clients, int rounds) : ServerMonitor<Served>("rr-depth")
{
    private int _expected = clients;

    protected override string? Check(Served served)
    {
        if (served.Round != rounds)
        {
            return null;
        }

        _expected = served.Client == _expected ? _expected - 1 : -1;
        return _expected == 0 ? "the last requests came in reverse order of the clients" : null;
    }
}

/// <summary>Fails when client 1 finishes before the last client's first request.</summary>
internal sealed class Overtaking(int clients, int rounds) : ServerMonitor<Served>("rr-overtake")
{
    private bool _lastHasBegun;

    protected override string? Check(Served served)
    {
        _lastHasBegun |= served.Client == clients;
        return served.Client == 1 && served.Round == rounds && !_lastHasBegun
            ? $"client 1 finished before client {clients} began"
            : null;
    }
}

/// <summary>Fails when the last client's last request comes before client 1's second.</summary>
internal sealed class LateSecondRequest(int clients, int rounds) : ServerMonitor<Served>("rr-window")
{
    private bool _secondServed;

    protected override string? Check(Served served)
    {
        _secondServed |= served is { Client: 1, Round: 2 };
        return served.Client == clients && served.Round == rounds && !_secondServed
            ? $"client {clients} finished before client 1 asked a second time"
            : null;
    }
}
