namespace PhyrActors.Runtime;

internal sealed partial class ActorCell
{
    private StashBox? _stash;

    private void UnstashEverything() => _stash?.UnstashAll();

    /// <summary>An actor's stash.</summary>
    private sealed class StashBox(ActorCell cell) : IStash
    {
        private readonly List<StashedMessage> _stashed = [];
        private bool _isStashed;

        public int Count => _stashed.Count;

        public bool IsEmpty => _stashed.Count == 0;

        public bool NonEmpty => _stashed.Count > 0;

        public void Stash()
        {
            object message = cell._message
                ?? throw new IllegalActorStateException("Only the message being handled can be stashed.");
            if (_isStashed)
            {
                throw new IllegalActorStateException($"Can't stash the same message {message} more than once");
            }

            _isStashed = true;
            _stashed.Add(new StashedMessage(message, cell.Sender));
            if (message is Terminated terminated)
            {
                cell.ExpectTerminated(terminated.ActorRef, null);
            }
        }

        public void Unstash()
        {
            if (_stashed.Count > 0)
            {
                cell.System.Prepend(cell, [_stashed[0]]);
                _stashed.RemoveAt(0);
            }
        }

        public void UnstashAll()
        {
            if (_stashed.Count > 0)
            {
                cell.System.Prepend(cell, ClearStash().ToArray());
            }
        }

        public IEnumerable<StashedMessage> ClearStash()
        {
            StashedMessage[] all = [.. _stashed];
            _stashed.Clear();
            return all;
        }

        /// <summary>The next message may be stashed again, even if it is the same object.</summary>
        public void DeliveryEnded() => _isStashed = false;
    }
}
