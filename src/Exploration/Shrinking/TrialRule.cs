namespace PhyrActors.Exploration;

/// <summary>How a trial goes on where the steps it is given do not come as given.</summary>
/// <param name="RunsOn">Whether what is left in the end is delivered, oldest first; else it stays undelivered.</param>
/// <param name="IsLoose">Whether another message of the same class to the same actor will do.</param>
/// <param name="TakesNewest">Which of several such messages: the newest, not the oldest.</param>
/// <param name="TakesNew">Whether messages that were not given are delivered before one that was is passed
/// over.</param>
/// <remarks>Source: Scott et al., "Minimizing faulty executions of distributed systems", NSDI 2016.</remarks>
internal readonly record struct TrialRule(
    bool RunsOn = false, bool IsLoose = false, bool TakesNewest = false, bool TakesNew = false);
