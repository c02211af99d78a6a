using static PhyrActors.Scenarios.YardstickProtocol;

namespace PhyrActors.Scenarios;

/// <summary>Answers every request at once.</summary>
internal sealed class ValueServer : ReceiveActor
{
    private int _value;

    public ValueServer()
    {
        Receive<Ask>(OnAsk);
        Receive<Put>(OnPut);
    }

    private void OnAsk(Ask ask)
    {
        Context.System.EventStream.Publish(new Served(ask.Client, ask.Round));
        Sender.Tell(new Reply(_value));
    }

    private void OnPut(Put put)
    {
        Context.System.EventStream.Publish(new Stored(put.Client, put.Read, _value));
        _value = put.Read + 1;
        Sender.Tell(new Reply(_value));
    }
}
