namespace PhyrActors.Exploration.Tests;

/// <summary>The server serves at most C * R requests.</summary>
public sealed class RequestCount(int clients, int rounds, Sometimes lastBeforeFirst)
    : EventMonitor<RequestReplyProtocol.Served>
{
    private int _served;

    protected override string? Check(RequestReplyProtocol.Served served)
    {
        if (_served == 0 && served.Client == clients)
        {
            lastBeforeFirst.Reach();
        }

        return ++_served > clients * rounds ? $"{_served} requests" : null;
    }
}

/// <summary>No update is lost.</summary>
public sealed class LostUpdate : EventMonitor<RequestReplyProtocol.Stored>
{
    protected override string? Check(RequestReplyProtocol.Stored stored) =>
        stored.Read == stored.Overwritten
            ? null
            : $"client {stored.Client} read {stored.Read} and overwrote {stored.Overwritten}";
}

/// <summary>Fails when the clients' last requests arrive in exactly reverse order.</summary>
public sealed class ReverseLastRequests(int clients, int rounds) : EventMonitor<RequestReplyProtocol.Served>
{
    private int _expected = clients;

    protected override string? Check(RequestReplyProtocol.Served served)
    {
        if (served.Round == rounds)
        {
            _expected = served.Client == _expected ? _expected - 1 : -1;
        }

        return _expected == 0 ? "last requests in reverse order" : null;
    }
}

/// <summary>Fails when client 1 finishes before the last client's first request.</summary>
public sealed class Overtaking(int clients, int rounds) : EventMonitor<RequestReplyProtocol.Served>
{
    private bool _lastHasBegun;

    protected override string? Check(RequestReplyProtocol.Served served)
    {
        _lastHasBegun |= served.Client == clients;
        return served.Client == 1 && served.Round == rounds && !_lastHasBegun ? "client 1 overtook" : null;
    }
}

/// <summary>Fails when the last client's last request comes before client 1's second.</summary>
public sealed class LateSecondRequest(int clients, int rounds) : EventMonitor<RequestReplyProtocol.Served>
{
    private bool _secondServed;

    protected override string? Check(RequestReplyProtocol.Served served)
    {
        _secondServed |= served is { Client: 1, Round: 2 };
        return served.Client == clients && served.Round == rounds && !_secondServed ? "the window was open" : null;
    }
}

/// <summary>A monitor of one class of events; it is named after its own class.</summary>
public abstract class EventMonitor<TEvent> : IMonitor
{
    private static readonly Type[] s_listens = [typeof(TEvent)];

    public string Invariant => GetType().Name;

    public IReadOnlyList<Type> Listens => s_listens;

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        if (Check((TEvent)@event) is { } text)
        {
            findings.Report(Invariant, text);
        }
    }

    public virtual void AtQuiescence(IFindings findings)
    {
    }

    /// <returns>What is wrong, or null.</returns>
    protected abstract string? Check(TEvent @event);
}
