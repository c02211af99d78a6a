using PhyrActors.Actors;
using PhyrActors.Exploration;

namespace PhyrActors.Scenarios;

/// <summary>A delivery in the kernel's words.</summary>
/// <param name="Account">The delivery.</param>
/// <param name="Place">Where the kernel does it; null for hardware, user space and what begins a task's work.</param>
/// <param name="Task">The task or kernel thread, where an actor of the environment handles it.</param>
/// <param name="IsLockTaken">It has waited for a lock and goes on.</param>
internal sealed record KernelStep(StepAccount Account, KernelPlace? Place, KernelTask? Task, bool IsLockTaken)
{
    public static KernelStep Of(StepAccount account)
    {
        object? awaited = KernelPlace.AwaitedBy(account.Message);
        return new KernelStep(
            account,
            KernelPlace.Of(awaited ?? account.Message),
            KernelTask.Of(account.ActorType),
            IsLockTaken: awaited is not null);
    }

    /// <summary>Whether hardware does it beside the CPUs.</summary>
    public bool IsHardware => Task is null && Account.ActorType != typeof(StoreBuffer)
        && (IsOfDevice(Account.ActorType)
            || (Outside is not null
                && Account.ActorType != typeof(AddressSpace)
                && Account.Message is not PhysicalMemoryProtocol.HandOver));

    /// <summary>Whether the runtime does it, of which no kernel knows: an actor is watched, another has
    /// ended.</summary>
    public bool IsRuntimeOwn => Account.Message.GetType().Namespace == typeof(ActorBase).Namespace;

    /// <summary>What a column shows.</summary>
    public string Short => Place is not null ? $"{Place.Function}(){(IsLockTaken ? " has the lock" : string.Empty)}"
        : LoadWords.Of(Account.Message.GetType()) is { } load ? load
        : IsHardware ? $"{LoadWords.HardwareOf(Account.ActorType)}: {Outside ?? Message}"
        : Account.ActorType == typeof(StoreBuffer) ? "store reaches memory"
        : Account.Message is PhysicalMemoryProtocol.HandOver ? Outside!
        : Task is null ? $"user: {Message}"
        : Account.Message is EnvironmentProtocol.AttemptDue || Account.Kind == StepKind.Timer ? Task.Begins
        : $"{Task.Name}: {Outside ?? Message}";

    /// <summary>What the list below says.</summary>
    public string Where => Place?.ToString() ?? (IsHardware ? "hardware" : "user space");

    public string Message => IsLockTaken
        ? $"{KernelPlace.AwaitedBy(Account.Message)!.GetType().Name}, which waited"
        : Account.Message.GetType().Name;

    private string? Outside => KernelPlace.OutsideOf(Account.Message.GetType());

    private static bool IsOfDevice(Type actor) => actor == typeof(StreamDevice) || actor == typeof(GuestDevice);
}
