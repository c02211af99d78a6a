using static PhyrActors.Scenarios.YardstickProtocol;

namespace PhyrActors.Scenarios;

/// <summary>Opens a batch with the first request, and closes it by a message to itself.</summary>
internal sealed class BatchingDomain : ReceiveActor
{
    private bool _isOpen;

    public BatchingDomain()
    {
        Receive<Note>(_ => OnRequest());
        Receive<CloseBatch>(_ =>
        {
            _isOpen = false;
        });
    }

    private void OnRequest()
    {
        if (!_isOpen)
        {
            _isOpen = true;
            Self.Tell(new CloseBatch());
        }
    }

    private sealed record CloseBatch;
}
