using Serilog;
using LogEvent = PhyrActors.Runtime.LogEvent;
using LogEventLevel = Serilog.Events.LogEventLevel;

namespace PhyrActors.Host;

/// <summary>Writes what the actors of a system log, and what it could not deliver, to the log of the process.</summary>
internal sealed class LogForwarder : ReceiveActor
{
    private LogForwarder()
    {
        Receive<LogEvent>(line =>
            Log.Write(LevelOf(line.LogLevel()), line.Cause, "{Source}: {Text}", line.LogSource, line.Message));
        Receive<UnhandledMessage>(unhandled =>
            Log.Debug("{Recipient} does not handle {Message}", unhandled.Recipient, unhandled.Message));
    }

    /// <summary>Subscribe before any other actor is made: what is logged earlier goes nowhere.</summary>
    public static void Attach(ActorSystem system)
    {
        IActorRef forwarder = system.ActorOf(Props.Create(static () => new LogForwarder()), "log");
        system.EventStream.Subscribe(forwarder, typeof(LogEvent));
        system.EventStream.Subscribe(forwarder, typeof(UnhandledMessage));
    }

    private static LogEventLevel LevelOf(LogLevel level) => level switch
    {
        LogLevel.DebugLevel => LogEventLevel.Debug,
        LogLevel.InfoLevel => LogEventLevel.Information,
        LogLevel.WarningLevel => LogEventLevel.Warning,
        _ => LogEventLevel.Error,
    };
}
