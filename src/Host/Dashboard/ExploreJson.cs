using System.Text.Json;
using PhyrActors.Exploration;
using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Host;

/// <summary>The result of an exploration, for machines.</summary>
internal static class ExploreJson
{
    public static string Of(ExploreReport report) => JsonText.Of(json =>
    {
        Explored explored = report.Explored;
        json.WriteString("scenario", report.Scenario.Name);
        json.WriteNumber("seed", report.Job.Options.Seed);
        json.WriteString("strategy", report.Job.Strategy.Name);
        json.WriteString("kernel", report.Scenario.Kernel.Name);
        json.WriteTexts("mutations", MutationNames.Of(report.Mutations));
        json.WriteNumber("schedules", explored.Schedules);
        json.WriteNumber("distinctClasses", explored.DistinctClasses);
        json.WriteNumber("unseenShare", Math.Round(explored.UnseenShare, 6));
        json.WriteNumber("deliveries", explored.Deliveries);
        json.WriteNumber("violations", explored.Violations);
        json.WriteBoolean("complete", explored.Complete);
        if (explored.Reduction is { } reduction)
        {
            json.WriteNumber("classes", explored.DistinctClasses);
            json.WriteHash("classSet", reduction.ClassSet);
            json.WriteNumber("redundant", reduction.Redundant);
            json.WriteNumber("blocked", reduction.Blocked);
            WriteEstimate(json, reduction.EstimatedClasses);
            json.WriteNumber("seconds", Math.Round(report.Use.WallSeconds, 3));
        }

        json.WritePropertyName("finding");
        json.WriteFinding(explored.FirstFinding);
        WriteFindings(json, report);
        WriteTrace(json, report);
        WriteWindows(json, report);
        WriteOrders(json, explored.Orders);
        json.WriteResources(report.Use);
    });

    private static void WriteFindings(Utf8JsonWriter json, ExploreReport report)
    {
        json.WriteStartArray("findings");
        foreach (FindingCount count in report.Explored.Findings)
        {
            json.WriteStartObject();
            json.WriteString("invariant", count.Invariant);
            json.WriteNumber("schedules", count.Schedules);
            json.WriteTexts("expectedOf", report.Expected.QuirksBehind(count.Invariant));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteTexts("news", report.News);
    }

    private static void WriteTrace(Utf8JsonWriter json, ExploreReport report)
    {
        json.WriteString("trace", report.SavedAs);
        json.WriteString("replay", report.ReplayLine);
        json.WriteString("minimalTrace", report.Shrunk?.Files.Trace);
        json.WriteString("minimalTest", report.Shrunk?.Files.Test);
        if (report.Shrunk is { } shrunk)
        {
            json.WriteNumber("minimalDeliveries", shrunk.State.Measure.Deliveries);
            json.WriteBoolean("minimal", shrunk.State.IsMinimal);
            ExplanationText.WriteJson(json, shrunk.Explanation);
        }

        if (report.Explored.Trace is { } trace)
        {
            json.WriteString("foundBy", trace.Strategy);
            json.WriteNumber("schedule", trace.ScheduleIndex);
            json.WriteNumber("steps", trace.Steps.Count);
            json.WriteHash("hash", trace.FinalHash);
        }
    }

    private static void WriteOrders(Utf8JsonWriter json, OrderReport orders)
    {
        json.WriteNumber("races", orders.Races);
        json.WriteStartObject("racesByMailbox");
        foreach (MailboxRaces mailbox in orders.Mailboxes)
        {
            json.WriteNumber(mailbox.Mailbox, mailbox.Races);
        }

        json.WriteEndObject();
        json.WriteStartArray("orders");
        foreach (ActorOrders actor in orders.Actors)
        {
            json.WriteStartObject();
            json.WriteString("actor", actor.Actor);
            json.WriteTexts("messages", actor.Messages);
            json.WriteNumber("bothOrders", actor.Both);
            json.WriteTexts("oneOrder", [.. actor.OneWay.Select(static pair => $"{pair.Earlier} < {pair.Later}")]);
            json.WriteNumber("never", actor.Never);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteWindows(Utf8JsonWriter json, ExploreReport report)
    {
        json.WriteStartObject("sometimes");
        foreach (WindowCount window in report.Explored.Windows)
        {
            json.WriteNumber(window.Name, window.Times);
        }

        json.WriteEndObject();
        json.WriteStartObject("sometimesSchedules");
        foreach (WindowCount window in report.Explored.Windows)
        {
            json.WriteNumber(window.Name, window.Schedules);
        }

        json.WriteEndObject();
        json.WriteTexts("promisesBroken", report.Broken);
    }

    /// <summary>Null for a number beyond all guessing.</summary>
    private static void WriteEstimate(Utf8JsonWriter json, double classes)
    {
        if (double.IsFinite(classes))
        {
            json.WriteNumber("estimate", Math.Round(classes));
        }
        else
        {
            json.WriteNull("estimate");
        }
    }
}
