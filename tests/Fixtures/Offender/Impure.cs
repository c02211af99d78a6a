using System.Diagnostics;
using System.Net;

namespace PhyrActors.Offender;

/// <summary>Touches the world outside the process, one offence a member.</summary>
public static class Impure
{
    public static bool Exists(string path) => File.Exists(path);

    public static void Write(string text) => Console.WriteLine(text);

    public static IPAddress Address() => IPAddress.Loopback;

    public static int ProcessId()
    {
        using Process process = Process.GetCurrentProcess();
        return process.Id;
    }
}
