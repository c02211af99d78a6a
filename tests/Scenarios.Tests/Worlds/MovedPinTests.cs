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

    public static TheoryData<string> Adversaries { get; } = ["mremap", "userfault", "numa", "numa and migration"];

    [Theory]
    [MemberData(nameof(Adversaries))]
    public void No_schedule_breaks_anything(string name)
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
        foreach (FollFlags flags in new[] { FollFlags.None, FollFlags.Write, FollFlags.Write | FollFlags.Longterm })
        {
            PinProgram program = new(MutationSet.None, flags, adversary) { Forks = false };
            PinProgram shared = new(MutationSet.None, flags, adversary) { ChildExits = true };

            Assert.Equal("nothing", FirstOfRandom(program));
            Assert.Equal("nothing", FirstOfRandom(shared));
        }
    }

    [Fact]
    public void Pages_are_moved_while_regions_are_pinned()
    {
        Events<EntriesMoved> moved = new();
        Events<UserfaultMoved> byUserfault = new();
        Scenario scenario = ScenarioFiles.Named(
            "pins.conf", "load.duration = 5ms", "environment.userfault-move = 20000", "environment.split = 20000");
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

    private static string FirstOfRandom(PinProgram program)
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
        }

        return "nothing";
    }
}
