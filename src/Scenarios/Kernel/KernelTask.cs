using System.Collections.Frozen;
using PhyrActors.Actors;

namespace PhyrActors.Scenarios;

/// <summary>Which task or kernel thread does on its CPU what an actor of the environment begins.</summary>
/// <param name="Name">As <c>ps</c> shows it; of what any process may do, the call.</param>
/// <param name="Begins">What it does when its time has come.</param>
internal sealed record KernelTask(string Name, string Begins)
{
    private const string Suffix = "Environment";

    // A type that is missing here is a task of its own name.
    private static readonly FrozenDictionary<Type, KernelTask> s_tasks = new Dictionary<Type, KernelTask>
    {
        [typeof(AgeingEnvironment)] = new("allocator", "allocates a slab"),
        [typeof(CollapseEnvironment)] = new("khugepaged", "khugepaged: scan"),
        [typeof(CompactionEnvironment)] = new("kcompactd", "kcompactd: empty a block"),
        [typeof(CpuEnvironment)] = new("store", "user: store to the page"),
        [typeof(DomainTypeEnvironment)] = new("sysfs", "user: write to sysfs"),
        [typeof(ExecEnvironment)] = new("execve", "user: execve()"),
        [typeof(ExitEnvironment)] = new("exit", "user: exit()"),
        [typeof(ForkEnvironment)] = new("fork", "user: fork()"),
        [typeof(KsmEnvironment)] = new("ksmd", "ksmd: scan"),
        [typeof(MadviseEnvironment)] = new("madvise", "user: madvise()"),
        [typeof(MemoryFailureEnvironment)] = new("memory_failure", "machine check: page lost"),
        [typeof(MigrationEnvironment)] = new("move_pages", "user: move_pages()"),
        [typeof(MremapEnvironment)] = new("mremap", "user: mremap()"),
        [typeof(MunmapEnvironment)] = new("munmap", "user: munmap()"),
        [typeof(NumaHintEnvironment)] = new("task_numa_work", "task_numa_work: scan"),
        [typeof(OfflineEnvironment)] = new("offline", "user: offline a block"),
        [typeof(OomReaperEnvironment)] = new("oom_reaper", "oom_reaper: reap"),
        [typeof(ProviderEnvironment)] = new("sysfs", "user: write to sysfs"),
        [typeof(ReclaimEnvironment)] = new("kswapd", "kswapd: shrink"),
        [typeof(SplitEnvironment)] = new("split", "split a folio"),
        [typeof(TruncateEnvironment)] = new("truncate", "user: truncate the file"),
        [typeof(UserfaultEnvironment)] = new("userfaultfd", "user: UFFDIO_MOVE"),
        [typeof(WritebackEnvironment)] = new("flusher", "flusher: write back"),
    }.ToFrozenDictionary();

    /// <summary>The task behind an actor; null for one that is not of the environment.</summary>
    public static KernelTask? Of(Type actor)
    {
        if (s_tasks.TryGetValue(actor, out KernelTask? task))
        {
            return task;
        }

        string name = actor.Name;
        return !name.EndsWith(Suffix, StringComparison.Ordinal) ? null
            : new(name[..^Suffix.Length].ToLowerInvariant(), $"{name[..^Suffix.Length]} begins");
    }
}
