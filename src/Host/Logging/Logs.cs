using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace PhyrActors.Host;

/// <summary>The log of the process: warnings and worse, on stderr.</summary>
internal static class Logs
{
    public static Logger Create(bool verbose) => new LoggerConfiguration()
        .MinimumLevel.Is(verbose ? LogEventLevel.Debug : LogEventLevel.Warning)
        .WriteTo.Console(
            outputTemplate: "{Timestamp:HH:mm:ss} {Level:w4} {Message:lj}{NewLine}{Exception}",
            standardErrorFromLevel: LogEventLevel.Verbose)
        .CreateLogger();
}
