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
/// <param name="Level">How important it is.</param>
/// <param name="LogSource">The path of the actor that wrote it.</param>
/// <param name="Message">The text.</param>
/// <param name="Cause">What was thrown, or null.</param>
public sealed record LogEvent(LogLevel Level, string LogSource, string Message, Exception? Cause);

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
internal sealed class BusLogging(ActorSystem system, IActorRef source) : ILoggingAdapter
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
        system.EventStream.Publish(new LogEvent(level, source.Path.ToString(), text, cause));
    }
}
