namespace PhyrActors.Seams;

/// <summary>Sees each event that a parallel system publishes, on the thread that publishes it; may not block.</summary>
/// <remarks>Called by many threads at once.</remarks>
public interface IEventSink
{
    void OnPublished(object @event);
}
