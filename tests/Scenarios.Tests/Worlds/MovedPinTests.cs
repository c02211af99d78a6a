using PhyrActors.Exploration;
using PhyrActors.Model;
using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Scenarios.Tests;

/// <summary>One pin against what moves its page to other addresses, or has it fault.</summary>
[Trait("row", "G10")]
public sealed class MovedPinTests
{
    private const ulong Page = Pfn.FrameSizeBytes;

    private static readonly VirtAddr s_elsewhere = PinProgram.First + PageSize.Size2MiB.Bytes;

    /// <summary>Each with the window that some run must open; a NUMA hint moves nothing.</summary>
    public static TheoryData<string, string> Adversaries { get; } = new()
    {
        { "mremap", "mremap moves a page while a range is pinned" },
        { "userfault", "userfaultfd moves a page" },
        { "numa", string.Empty },
        { "numa and migration", string.Empty },
    };

    [Theory]
    [MemberData(nameof(Adversaries))]
    public void Every_schedule_comes_to_rest_with_nothing_broken(string name, string window)
    {
        object[] adversary = name switch
        {
            "mremap" =>
            [
                new Mremap(PinProgram.First, Page, s_elsewhere), new Mremap(s_elsewhere, Page, PinProgram.First),
            ],
            "userfault" =>
            [
                new Zap(PinProgram.Second, Page, Unmap: false),
                new UserfaultMove(PinProgram.First, PinProgram.Second),
            ],
            "numa" => [new HintNuma(PinProgram.First), new Populate(PinProgram.First, Write: true)],
            _ => [new HintNuma(PinProgram.First), new MigrateAt(PinProgram.First)],
        };
        HashSet<string> open = [];
        foreach (FollFlags flags in new[] { FollFlags.None, FollFlags.Write, FollFlags.Write | FollFlags.Longterm })
        {
            PinProgram program = new(MutationSet.None, flags, adversary) { Forks = false };
            PinProgram shared = new(MutationSet.None, flags, adversary) { ChildExits = true };

            Assert.Equal("nothing", FirstOfRandom(program, open));
            Assert.Equal("nothing", FirstOfRandom(shared, open));
        }

        Assert.Equal(window, string.Join(' ', open));
    }

    [Fact]
    public void Pages_are_moved_while_regions_are_pinned()
    {
        Events<EntriesMoved> moved = new();
        Events<UserfaultMoved> byUserfault = new();
        Scenario scenario = ScenarioFiles.Named(
            "pins.conf", "load.duration = 20ms", "environment.userfault-move = 20000", "environment.split = 20000");
        MonitorSet monitors = new();
        monitors.Attach([moved, byUserfault]);
        using ControlledSystem system = new(
            "moves",
            new ControlledSettings { Costs = new CostTable(scenario.Config, scenario.Seed), Observer = monitors });
        ScenarioWorld.Build(system, scenario, MutationSet.None);

        system.Run();

        Assert.NotEmpty(moved.Seen);
        Assert.NotEmpty(byUserfault.Seen);
    }

    private static string FirstOfRandom(PinProgram program, HashSet<string> open)
    {
        Explorer explorer = new(new ExploreOptions { StepsMax = 5000, PeriodicMax = 1 });
        RandomStrategy random = new();
        for (long schedule = 0; schedule < 100; schedule++)
        {
            RunOutcome outcome = explorer.RunOne(program, random, 1, schedule, traced: false);
            if (outcome.Findings.Count > 0)
            {
                return $"{outcome.Findings[0]}";
            }

            Assert.Equal(RunEnd.Quiescent, outcome.End);
            open.UnionWith(outcome.Windows.Where(static one => one.Count > 0).Select(static one => one.Name));
        }

        return "nothing";
    }
}
