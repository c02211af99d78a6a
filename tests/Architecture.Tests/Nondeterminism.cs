using System.Collections.Frozen;

namespace PhyrActors.Architecture.Tests;

/// <summary>What makes two runs of the same program differ, by the names it has in compiled code.</summary>
internal static class Nondeterminism
{
    private const string Tasks = "System.Threading.Tasks.";

    private static readonly FrozenSet<string> s_threading = FrozenSet.Create(
        StringComparer.Ordinal,
        "System.Threading.AutoResetEvent",
        "System.Threading.Barrier",
        "System.Threading.CountdownEvent",
        "System.Threading.EventWaitHandle",
        "System.Threading.Lock",
        "System.Threading.ManualResetEvent",
        "System.Threading.ManualResetEventSlim",
        "System.Threading.Monitor",
        "System.Threading.Mutex",
        "System.Threading.PeriodicTimer",
        "System.Threading.ReaderWriterLock",
        "System.Threading.ReaderWriterLockSlim",
        "System.Threading.Semaphore",
        "System.Threading.SemaphoreSlim",
        "System.Threading.SpinLock",
        "System.Threading.SpinWait",
        "System.Threading.Thread",
        "System.Threading.ThreadPool",
        "System.Threading.Timer",
        "System.Threading.WaitHandle",
        Tasks + "Parallel");

    private static readonly FrozenSet<string> s_types = FrozenSet.ToFrozenSet(
        [
            .. s_threading,
            "System.Diagnostics.Stopwatch",
            "System.HashCode",
            "System.Random",
            "System.Runtime.CompilerServices.IsVolatile",   // what `volatile` compiles to
            "System.Security.Cryptography.RandomNumberGenerator",
            "System.Threading.AsyncLocal`1",
            "System.Threading.ThreadLocal`1",
            "System.Threading.Volatile",
            "System.ThreadStaticAttribute",
            "System.TimeProvider",
        ],
        StringComparer.Ordinal);

    // Async state machines name their builders even where no task appears.
    private static readonly string[] s_typePrefixes =
        ["System.Collections.Concurrent.", Tasks, "System.Runtime.CompilerServices.Async"];

    private static readonly FrozenSet<string> s_members = FrozenSet.Create(
        StringComparer.Ordinal,
        "System.DateTime.get_Now",
        "System.DateTime.get_Today",
        "System.DateTime.get_UtcNow",
        "System.DateTimeOffset.get_Now",
        "System.DateTimeOffset.get_UtcNow",
        "System.Environment.get_TickCount",
        "System.Environment.get_TickCount64",
        "System.Guid.CreateVersion7",
        "System.Guid.NewGuid",
        "System.String.GetHashCode");

    /// <summary>The types named and the members used that are forbidden, in no promised order.</summary>
    public static IEnumerable<string> Offences(CompiledAssembly assembly) =>
        assembly.NamedTypes.Where(IsForbiddenType)
            .Concat(assembly.MemberUses.Where(IsForbiddenUse).Select(static use => use.ToString()));

    /// <summary>Whether a member belongs to a type that starts, blocks or wakes threads.</summary>
    public static bool IsThreading(string member) => s_threading.Contains(DeclaringType(member));

    // A constructor's own name begins with a dot.
    private static string DeclaringType(string member) => member[..member.LastIndexOf('.')].TrimEnd('.');

    private static bool IsForbiddenType(string type) =>
        s_types.Contains(type) || s_typePrefixes.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal));

    private static bool IsForbiddenUse(MemberUse use) =>
        s_members.Contains(use.Member)
        || IsForbiddenType(DeclaringType(use.Member))
        || IsHandWrittenInterlocked(use)
        || ReadsHashCode(use);

    // A field-like event's accessors name Interlocked in compiled code, and nobody wrote that.
    private static bool IsHandWrittenInterlocked(MemberUse use) =>
        !use.IsCompilerWritten && use.Member.StartsWith("System.Threading.Interlocked.", StringComparison.Ordinal);

    // A hash code may be built from hash codes; read anywhere else, it decides what differs between processes.
    private static bool ReadsHashCode(MemberUse use) =>
        use.Member.EndsWith(".GetHashCode", StringComparison.Ordinal)
        && !use.Method.EndsWith(".GetHashCode", StringComparison.Ordinal);
}
