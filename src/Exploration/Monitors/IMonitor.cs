namespace PhyrActors.Exploration;

/// <summary>Judges one invariant from the events that actors publish; keeps the state of one run.</summary>
public interface IMonitor
{
    /// <summary>The name of what is checked, such as <c>I-4</c>.</summary>
    string Invariant { get; }

    /// <summary>The classes of events it is shown, matched exactly: a subclass is another class.</summary>
    IReadOnlyList<Type> Listens { get; }

    /// <summary>One event; a verdict may depend on it and its causes, never on its place among unordered
    /// steps.</summary>
    void On(object @event, in Stamp stamp, IFindings findings);

    /// <summary>Nothing is left to deliver: the state is final.</summary>
    void AtQuiescence(IFindings findings);
}

/// <summary>Takes what monitors find, and what they touch of the state that they share.</summary>
public interface IFindings
{
    /// <param name="invariant">What is violated.</param>
    /// <param name="text">What was seen, in the words of the program.</param>
    /// <param name="missing">The step that had to be in this step's past and is not; default when there is
    /// none.</param>
    /// <param name="lacks">Names the missing step in words when it never came.</param>
    void Report(string invariant, string text, Epoch missing = default, string? lacks = null);

    /// <summary>The running step's footprint grows; <see cref="SharedStore{TValue}"/> calls this.</summary>
    void Touch(Touch touch);
}
