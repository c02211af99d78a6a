using System.Runtime.InteropServices;

namespace PhyrActors.Host;

/// <summary>The process: its streams, and the signals that interrupt it.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        using CancellationTokenSource interruption = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        return await Cli.RunAsync(arguments, Console.Out, Console.Error, interruption.Token);

        // The first signal asks for an orderly end; a second one finds nobody in its way.
        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = !interruption.IsCancellationRequested;
            interruption.Cancel();
        }
    }
}
