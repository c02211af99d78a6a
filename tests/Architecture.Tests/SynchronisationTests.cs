using PhyrActors.Offender;

namespace PhyrActors.Architecture.Tests;

/// <summary>Order, time and chance reach the deterministic projects from outside, judged by compiled code.</summary>
/// <remarks>The banned symbols analyzer does not see <c>lock</c> on a plain object; compiled code shows it.</remarks>
public class SynchronisationTests
{
    [Theory]
    [MemberData(nameof(Projects.DeterministicRows), MemberType = typeof(Projects))]
    public void A_deterministic_project_neither_synchronises_nor_asks_for_time_or_chance(string project)
    {
        using CompiledAssembly assembly = new(Projects.AssemblyFile(project));

        string[] offences = [.. Nondeterminism.Offences(assembly)];

        Offences.AssertNone(offences);
    }

    [Fact]
    public void The_runtime_blocks_threads_only_in_its_parallel_part()
    {
        using CompiledAssembly runtime = new(Projects.AssemblyFile("Runtime"));

        string[] offences =
        [
            .. runtime.MemberUses.Where(static use => Nondeterminism.IsThreading(use.Member)
                && !use.SourceFile.Contains("/Runtime/Parallel/", StringComparison.Ordinal))
                .Select(static use => $"{use} in {use.SourceFile}"),
        ];

        Offences.AssertNone(offences);
    }

    [Theory]
    [InlineData("System.Threading.Monitor")]
    [InlineData("System.Threading.Lock")]
    [InlineData("System.Threading.Thread")]
    [InlineData("System.Threading.ThreadPool")]
    [InlineData("System.Threading.SemaphoreSlim")]
    [InlineData("System.Threading.ReaderWriterLockSlim")]
    [InlineData("System.Threading.Mutex")]
    [InlineData("System.Threading.ManualResetEventSlim")]
    [InlineData("System.Threading.Tasks.Task")]
    [InlineData("System.Threading.Tasks.ValueTask")]
    [InlineData("System.Runtime.CompilerServices.AsyncVoidMethodBuilder")]
    [InlineData("System.Runtime.CompilerServices.IsVolatile")]
    [InlineData("System.Collections.Concurrent.ConcurrentQueue`1")]
    [InlineData("System.Diagnostics.Stopwatch")]
    [InlineData("System.Random")]
    [InlineData("System.HashCode")]
    [InlineData("System.TimeProvider")]
    public void A_planted_type_is_seen(string type)
    {
        using CompiledAssembly offender = new(typeof(Synchronising).Assembly.Location);

        IEnumerable<string> offences = Nondeterminism.Offences(offender);

        Assert.Contains(type, offences);
    }

    [Theory]
    [InlineData(nameof(Synchronising.Increment), "System.Threading.Interlocked.Increment")]
    [InlineData(nameof(Synchronising.LockDictionary), "System.Threading.Monitor.Enter")]
    [InlineData(nameof(Synchronising.Start), "System.Threading.Thread..ctor")]
    [InlineData(nameof(Synchronising.RunTask), "System.Threading.Tasks.Task.Run")]
    [InlineData(nameof(Synchronising.Roll), "System.Random..ctor")]
    [InlineData(nameof(Synchronising.Combine), "System.HashCode.Combine")]
    [InlineData(nameof(Synchronising.Name), "System.Guid.NewGuid")]
    [InlineData(nameof(Synchronising.Now), "System.DateTime.get_Now")]
    [InlineData(nameof(Synchronising.UtcNow), "System.DateTime.get_UtcNow")]
    [InlineData(nameof(Synchronising.OffsetNow), "System.DateTimeOffset.get_Now")]
    [InlineData(nameof(Synchronising.OffsetUtcNow), "System.DateTimeOffset.get_UtcNow")]
    [InlineData(nameof(Synchronising.Ticks), "System.Environment.get_TickCount")]
    [InlineData(nameof(Synchronising.Ticks), "System.Environment.get_TickCount64")]
    [InlineData(nameof(Synchronising.Fingerprint), "System.String.GetHashCode")]
    [InlineData(nameof(Synchronising.Order), "System.Object.GetHashCode")]
    public void A_planted_member_is_seen(string method, string member)
    {
        using CompiledAssembly offender = new(typeof(Synchronising).Assembly.Location);

        IEnumerable<string> offences = Nondeterminism.Offences(offender);

        Assert.Contains($"{typeof(Synchronising).FullName}.{method} uses {member}", offences);
    }

    [Fact]
    public void Records_iterators_and_events_are_no_offence()
    {
        using CompiledAssembly offender = new(typeof(Synchronising).Assembly.Location);

        IEnumerable<string> offences = Nondeterminism.Offences(offender);

        Assert.DoesNotContain(offences, static offence => offence.Contains("Innocent", StringComparison.Ordinal));
    }

    [Fact]
    public void A_planted_lock_is_traced_to_its_source_file()
    {
        using CompiledAssembly offender = new(typeof(Synchronising).Assembly.Location);

        IEnumerable<MemberUse> locks =
            offender.MemberUses.Where(static use => use.Member == "System.Threading.Monitor.Enter");

        Assert.All(locks, static use => Assert.EndsWith("/Offender/Synchronising.cs", use.SourceFile));
        Assert.NotEmpty(locks);
    }
}
