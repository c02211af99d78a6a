namespace PhyrActors.Host;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>Something was found, or a promised race window never opened.</summary>
    public const int Violation = 1;

    /// <summary>Bad input or usage.</summary>
    public const int Usage = 2;

    public const int InternalError = 3;

    /// <summary>128 + SIGINT, as shells count.</summary>
    public const int Interrupted = 130;
}
