using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>What acts against pins: forks, migrations, and an actor for each rate that is not zero.</summary>
internal static class EnvironmentCast
{
    public static List<(Cast.Part Actor, object Farewell)> Add(
        Cast cast, Scenario scenario, ProcessCast process, Surroundings surroundings)
    {
        EnvironmentSettings rates = scenario.Environment;
        (Cast.Part space, Cast.Part folios) = (process.Space, process.Folios);
        List<(Cast.Part Actor, object Farewell)> added = [];
        AddForks(cast, scenario.Load, space, surroundings, added);
        AddMigrations(cast, scenario, space, surroundings, added);
        PageAim aim = new(MemoryImage.ProcessStart, scenario.Memory.ProcessBytes, surroundings.Choices);
        ulong frames = scenario.Memory.MachineBytes >> Pfn.FrameSizeLog2;
        Add(rates.Stores, nameof(CpuEnvironment), at => new CpuEnvironment(space.Ref, aim, at));
        Add(rates.Splits, nameof(SplitEnvironment), at => new SplitEnvironment(space.Ref, aim, at));
        Add(rates.Reclaims, nameof(ReclaimEnvironment), at => new ReclaimEnvironment(space.Ref, aim, at));
        Add(rates.Merges, nameof(KsmEnvironment), at => new KsmEnvironment(space.Ref, aim, at));
        Add(rates.Madvise, nameof(MadviseEnvironment), at => new MadviseEnvironment(space.Ref, aim, at));
        Add(rates.OomReaps, nameof(OomReaperEnvironment), at => new OomReaperEnvironment(space.Ref, aim, at));
        Add(
            rates.Munmaps,
            nameof(MunmapEnvironment),
            at => new MunmapEnvironment(space.Ref, aim, MemoryImage.AnonymousAt, at));
        Add(rates.NumaHints, nameof(NumaHintEnvironment), at => new NumaHintEnvironment(space.Ref, aim, at));
        Add(rates.UserfaultMoves, nameof(UserfaultEnvironment), at => new UserfaultEnvironment(space.Ref, aim, at));
        Add(
            rates.Mremaps,
            nameof(MremapEnvironment),
            at => new MremapEnvironment(space.Ref, aim, MemoryImage.Elsewhere(scenario.Memory), at));
        Add(rates.Exits, nameof(ExitEnvironment), at => new ExitEnvironment(process.Pinner.Ref, at));
        Add(rates.Execs, nameof(ExecEnvironment), at => new ExecEnvironment(process.Pinner.Ref, at));
        Add(
            rates.Compactions,
            nameof(CompactionEnvironment),
            at => new CompactionEnvironment(folios.Ref, space.Ref, frames, surroundings.Choices, at));
        Add(
            rates.Offlines,
            nameof(OfflineEnvironment),
            at => new OfflineEnvironment(folios.Ref, space.Ref, frames, surroundings.Choices, at));
        Add(
            rates.Failures,
            nameof(MemoryFailureEnvironment),
            at => new MemoryFailureEnvironment(space.Ref, aim, at));
        Add(rates.Collapses, nameof(CollapseEnvironment), at => new CollapseEnvironment(space.Ref, aim, at));
        ulong blocks = frames >> BuddyAllocator.PageblockOrder;
        Add(
            rates.Ageing,
            nameof(AgeingEnvironment),
            at => new AgeingEnvironment(
                folios.Ref, frames, (ulong)(blocks * scenario.Memory.AgeingShareMax), surroundings.Choices, at));
        if (scenario.Memory.FileBytes > 0)
        {
            FileAim fileAim = new(
                MemoryImage.File, scenario.Memory.FileBytes >> Pfn.FrameSizeLog2, surroundings.Choices);
            PageAim mapped = new(
                MemoryImage.FileStart(scenario.Memory), scenario.Memory.FileBytes, surroundings.Choices);
            Add(rates.Stores, $"{nameof(CpuEnvironment)}-file", at => new CpuEnvironment(space.Ref, mapped, at));
            Add(
                rates.Reclaims,
                $"{nameof(ReclaimEnvironment)}-file",
                at => new ReclaimEnvironment(space.Ref, mapped, at));
            Add(
                rates.Failures,
                $"{nameof(MemoryFailureEnvironment)}-file",
                at => new MemoryFailureEnvironment(space.Ref, mapped, at));
            Add(
                rates.Remaps,
                $"{nameof(MunmapEnvironment)}-file",
                at => new MunmapEnvironment(
                    space.Ref, mapped, start => MemoryImage.FileAt(scenario.Memory, start), at));
            Add(
                rates.Truncates,
                nameof(TruncateEnvironment),
                at => new TruncateEnvironment(folios.Ref, fileAim, at));
            Add(
                rates.Writebacks,
                nameof(WritebackEnvironment),
                at => new WritebackEnvironment(folios.Ref, fileAim, at));
        }

        return added;

        void Add<TActor>(TimeSpan interval, string name, Func<TimeSpan, TActor> make)
            where TActor : ActorBase
        {
            if (interval > TimeSpan.Zero)
            {
                Cast.Part part = cast.Add(name, () => make(interval));
                added.Add((part, new EnvironmentProtocol.EndEnvironment()));
            }
        }
    }

    private static void AddForks(
        Cast cast,
        LoadSettings load,
        Cast.Part space,
        Surroundings surroundings,
        List<(Cast.Part Actor, object Farewell)> added)
    {
        if (load.ForkInterval > TimeSpan.Zero)
        {
            Cast.Part fork = cast.Add(
                nameof(ForkEnvironment),
                () => new ForkEnvironment(
                    space.Ref, load.FirstFork, load.ForkInterval, load.ChildLifetime, surroundings));
            added.Add((fork, new ForkEnvironmentProtocol.EndForking()));
        }
    }

    private static void AddMigrations(
        Cast cast,
        Scenario scenario,
        Cast.Part space,
        Surroundings surroundings,
        List<(Cast.Part Actor, object Farewell)> added)
    {
        TimeSpan interval = scenario.Load.MigrationInterval;
        if (interval > TimeSpan.Zero)
        {
            ulong bytes = scenario.Memory.ProcessBytes;
            Cast.Part migration = cast.Add(
                nameof(MigrationEnvironment),
                () => new MigrationEnvironment(space.Ref, MemoryImage.ProcessStart, bytes, interval, surroundings));
            added.Add((migration, new MigrationEnvironmentProtocol.EndMigrating()));
        }
    }
}
