namespace PhyrActors.Exploration;

/// <summary>Which steps of a recorded run come directly before each: in time that grows with the steps.</summary>
internal static class DirectPast
{
    /// <summary>For each step those directly before it, from 1, ascending.</summary>
    public static IReadOnlyList<int>[] Of(RunGraph graph, IReadOnlyList<RecordedStep> steps)
    {
        IReadOnlyList<int>[] before = new IReadOnlyList<int>[steps.Count];
        for (int index = 0; index < steps.Count; index++)
        {
            // A creation follows the handler that made the actor; deliveries are filled in below.
            before[index] = steps[index].Cause > 0 ? [steps[index].Cause] : [];
        }

        Dictionary<ulong, Meeting> meetings = [];
        int[] created = CreationOf(steps);
        SortedSet<int> found = [];
        for (int index = 0; index < graph.Count; index++)
        {
            int step = graph[index].Step;
            found.Clear();
            if (created[step] > 0)
            {
                found.Add(created[step]);
            }

            if (steps[step].Cause > 0)
            {
                found.Add(steps[step].Cause);
            }

            AddMailbox(graph, index, found);
            AddMeetings(graph, index, meetings, found);
            before[step] = [.. found];
        }

        return before;
    }

    /// <summary>For the first delivery of each actor the step that made the actor.</summary>
    private static int[] CreationOf(IReadOnlyList<RecordedStep> steps)
    {
        int[] created = new int[steps.Count];
        Dictionary<int, int> waiting = [];
        for (int index = 0; index < steps.Count; index++)
        {
            if (steps[index].Kind == StepKind.Creation)
            {
                waiting[steps[index].Actor] = index + 1;
            }
            else if (waiting.Remove(steps[index].Actor, out int creation))
            {
                created[index] = creation;
            }
        }

        return created;
    }

    private static void AddMailbox(RunGraph graph, int index, SortedSet<int> found)
    {
        Dependence dependence = graph.Dependence;
        bool isTotal = dependence.IsTotal(graph[index].Delivery.ReceiverType);
        Add(graph, graph[index].PreviousOfChannel, found);
        for (int earlier = graph[index].PreviousOfActor; earlier >= 0; earlier = graph[earlier].PreviousOfActor)
        {
            if (isTotal || !dependence.Commute(graph[earlier].Delivery, graph[index].Delivery))
            {
                Add(graph, earlier, found);
            }

            if (isTotal)
            {
                return;
            }
        }
    }

    private static void AddMeetings(
        RunGraph graph, int index, Dictionary<ulong, Meeting> meetings, SortedSet<int> found)
    {
        foreach (Touch touch in graph.Touches(index))
        {
            if (!meetings.TryGetValue(touch.Key, out Meeting? meeting))
            {
                meetings.Add(touch.Key, meeting = new Meeting());
            }

            Add(graph, meeting.Writer == index ? -1 : meeting.Writer, found);
            if (!touch.Writes)
            {
                meeting.Readers.Add(index);
                continue;
            }

            meeting.Readers.ForEach(reader => Add(graph, reader == index ? -1 : reader, found));
            meeting.Readers.Clear();
            meeting.Writer = index;
        }
    }

    private static void Add(RunGraph graph, int @event, SortedSet<int> found)
    {
        if (@event >= 0)
        {
            found.Add(graph[@event].Step + 1);
        }
    }

    /// <summary>Who last wrote a key, and who has read it since.</summary>
    private sealed class Meeting
    {
        public int Writer { get; set; } = -1;

        public List<int> Readers { get; } = [];
    }
}
