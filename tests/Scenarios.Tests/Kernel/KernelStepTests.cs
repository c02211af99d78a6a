using System.Runtime.CompilerServices;
using PhyrActors.Actors;
using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class KernelStepTests
{
    [Fact]
    public void No_actor_of_the_environment_is_hardware()
    {
        Type[] environments =
        [
            .. typeof(ForkEnvironment).Assembly.GetExportedTypes().Where(static type =>
                type.Name.EndsWith("Environment", StringComparison.Ordinal) && !type.IsAbstract && !type.IsNested),
        ];

        KernelStep[] steps =
            [.. environments.Select(static type => Step(1, type, EnvironmentProtocol.AttemptDue.Instance))];

        Assert.NotEmpty(steps);
        Assert.All(steps, static step => Assert.False(step.IsHardware));
        Assert.All(steps, static step => Assert.DoesNotContain("Environment", step.Short, StringComparison.Ordinal));
        Assert.All(steps, static step => Assert.DoesNotContain(" begins", step.Short, StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_unit_does_is_hardware()
    {
        KernelStep step = Step(1, typeof(Iommu), new IommuProtocol.ReadHead());

        Assert.True(step.IsHardware);
    }

    [Fact]
    public void What_no_function_of_the_kernel_does_is_told_in_words_and_not_by_the_name_of_a_message()
    {
        Type[] messages =
        [
            .. Records(typeof(AddressSpace)).Where(static type => KernelPlace.OutsideOf(type) is not null),
            .. Records(typeof(RdmaApplication)).Where(IsOfLoad),
        ];

        string[] named =
        [
            .. messages.Where(static type => Step(1, typeof(Iommu), RuntimeHelpers.GetUninitializedObject(type)).Short
                .Contains(type.Name, StringComparison.Ordinal)).Select(static type => type.FullName!),
        ];

        Assert.NotEmpty(messages);
        Assert.Empty(named);
    }

    [Fact]
    public void Who_waited_for_a_lock_goes_on_at_its_own_place()
    {
        object granted = Activator.CreateInstance(
            typeof(KernelPlace).Assembly.GetType("PhyrActors.Actors.Granted", throwOnError: true)!,
            new AddressSpaceProtocol.Exec())!;

        KernelStep step = Step(1, typeof(AddressSpace), granted);

        Assert.Equal("exec_mmap() has the lock", step.Short);
        Assert.Equal("Exec, which waited", step.Message);
        Assert.False(step.IsRuntimeOwn);
    }

    [Fact]
    public void What_the_runtime_tells_itself_is_no_step_of_a_kernel()
    {
        Type notice = typeof(ActorBase).Assembly.GetType("PhyrActors.Runtime.DeathNotice", throwOnError: true)!;

        KernelStep step = Step(1, typeof(AddressSpace), RuntimeHelpers.GetUninitializedObject(notice));

        Assert.True(step.IsRuntimeOwn);
    }

    [Fact]
    public void Every_fault_site_has_a_way_to_provoke_it()
    {
        string[] silent = [.. FaultSites.Names.Where(static site => ProvokedFault.Of(site, "f()") is null)];

        Assert.Empty(silent);
    }

    [Theory]
    [InlineData("ababab", "ab*2")]
    [InlineData("xababababcy", "x ab*3 c y")]
    [InlineData("abcabcab", "abc*1 a b")]
    [InlineData("abcd", "a b c d")]
    [InlineData("aabaab", "aab*1")]
    public void Blocks_that_repeat_are_told_once(string steps, string expected)
    {
        KernelStep[] all = [.. steps.Select(static (letter, at) => Step(at, typeof(Iommu), letter))];

        List<RepeatedSteps> blocks = RepeatedSteps.In(
            all, static (one, other) => one.Account.Message.Equals(other.Account.Message));

        Assert.Equal(expected, string.Join(' ', blocks.Select(static block =>
            string.Concat(block.Steps.Select(static step => step.Account.Message))
            + (block.Again > 0 ? $"*{block.Again}" : string.Empty))));
    }

    private static IEnumerable<Type> Records(Type of) => of.Assembly.GetTypes().Where(static type =>
        type is { IsSealed: true, IsClass: true, IsNested: true } && type.GetMethod("<Clone>$") is not null);

    /// <summary>A message of the loads that share a protocol, or of one to itself.</summary>
    private static bool IsOfLoad(Type type) => type.DeclaringType == typeof(StreamProtocol)
        || (typeof(ReceiveActor).IsAssignableFrom(type.DeclaringType)
            && type.Name.EndsWith("Now", StringComparison.Ordinal))
        || (type.DeclaringType == typeof(PinCaller) && type.Name == "HoldOver");

    private static KernelStep Step(int number, Type actor, object message) =>
        KernelStep.Of(new StepAccount((ulong)number, number, StepKind.Timer, "actor", actor, message, 0));
}
