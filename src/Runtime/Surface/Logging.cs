namespace PhyrActors.Runtime;

/// <summary>How important a line of the log is.</summary>
public enum LogLevel
{
    DebugLevel,
    InfoLevel,
    WarningLevel,
    ErrorLevel,
}

/// <summary>A line of the log, published on the event stream.</summary>
/// <param name="Cause">What was thrown, or null.</param>
/// <param name="LogSource">The path of the actor that wrote it, or that it is about.</param>
/// <param name="Message">The text.</param>
public abstract record LogEvent(Exception? Cause, string LogSource, object Message)
{
    public abstract LogLevel LogLevel();
}

/// <summary>A line of interest while searching for a fault.</summary>
public sealed record Debug(Exception? Cause, string LogSource, object Message) : LogEvent(Cause, LogSource, Message)
{
    public override LogLevel LogLevel() => PhyrActors.Runtime.LogLevel.DebugLevel;
}

/// <summary>A line about the ordinary course of things.</summary>
public sealed record Info(Exception? Cause, string LogSource, object Message) : LogEvent(Cause, LogSource, Message)
{
    public override LogLevel LogLevel() => PhyrActors.Runtime.LogLevel.InfoLevel;
}

/// <summary>A line about what was unexpected and dealt with, such as a failure after which an actor goes on.</summary>
public sealed record Warning(Exception? Cause, string LogSource, object Message) : LogEvent(Cause, LogSource, Message)
{
    public override LogLevel LogLevel() => PhyrActors.Runtime.LogLevel.WarningLevel;
}

/// <summary>A line about a failure.</summary>
public sealed record Error(Exception? Cause, string LogSource, object Message) : LogEvent(Cause, LogSource, Message)
{
    public override LogLevel LogLevel() => PhyrActors.Runtime.LogLevel.ErrorLevel;
}

/// <summary>Writes the log of one actor; costs nothing while nobody listens.</summary>
public interface ILoggingAdapter
{
    void Debug(string format, params object[] args);

    void Info(string format, params object[] args);

    void Warning(string format, params object[] args);

    void Error(string format, params object[] args);

    void Error(Exception cause, string format, params object[] args);
}

/// <summary>Gives an actor its log.</summary>
public static class LoggingExtensions
{
    public static ILoggingAdapter GetLogger(this IActorContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new BusLogging(context.System, context.Self);
    }
}

/// <summary>Publishes log lines on the event stream.</summary>
/// <param name="system">Whose stream.</param>
/// <param name="source">Whose log; null is the system's.</param>
internal sealed class BusLogging(ActorSystem system, IActorRef? source) : ILoggingAdapter
{
    public void Debug(string format, params object[] args) => Write(LogLevel.DebugLevel, null, format, args);

    public void Info(string format, params object[] args) => Write(LogLevel.InfoLevel, null, format, args);

    public void Warning(string format, params object[] args) => Write(LogLevel.WarningLevel, null, format, args);

    public void Error(string format, params object[] args) => Write(LogLevel.ErrorLevel, null, format, args);

    public void Error(Exception cause, string format, params object[] args) =>
        Write(LogLevel.ErrorLevel, cause, format, args);

    private void Write(LogLevel level, Exception? cause, string format, object[] args)
    {
        if (!system.EventStream.HasSubscribers)
        {
            return;
        }

        string text = args.Length == 0 ? format : string.Format(null, format, args);
        string path = source?.Path.ToString() ?? $"ActorSystem({system.Name})";
        system.EventStream.Publish(level switch
        {
            LogLevel.DebugLevel => new Debug(cause, path, text),
            LogLevel.InfoLevel => new Info(cause, path, text),
            LogLevel.WarningLevel => new Warning(cause, path, text),
            _ => (LogEvent)new Error(cause, path, text),
        });
    }
}
