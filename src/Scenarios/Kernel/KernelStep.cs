using PhyrActors.Actors;
using PhyrActors.Exploration;

namespace PhyrActors.Scenarios;

/// <summary>A delivery in the kernel's words.</summary>
/// <param name="Account">The delivery.</param>
/// <param name="Place">Where the kernel does it; null for hardware, user space and what begins a task's work.</param>
/// <param name="Task">The task or kernel thread, where an actor of the environment handles it.</param>
internal sealed record KernelStep(StepAccount Account, KernelPlace? Place, KernelTask? Task)
{
    public static KernelStep Of(StepAccount account) => new(
        account, KernelPlace.Of(account.Message.GetType(), account.ActorType), KernelTask.Of(account.ActorType));

    /// <summary>Whether hardware does it beside the CPUs.</summary>
    public bool IsHardware => Task is null
        && Place is null
        && KernelPlace.IsOutside(Account.Message.GetType())
        && Account.ActorType != typeof(StoreBuffer)
        && Account.ActorType != typeof(AddressSpace)
        && Account.Message is not PhysicalMemoryProtocol.HandOver;

    /// <summary>What a column shows.</summary>
    public string Short => Place is not null ? $"{Place.Function}()"
        : IsHardware ? $"{Account.ActorType.Name} {Message}"
        : Account.ActorType == typeof(StoreBuffer) ? "store reaches memory"
        : Account.Message is PhysicalMemoryProtocol.HandOver ? "frames change hands"
        : Task is null ? $"user: {Message}"
        : Account.Message is EnvironmentProtocol.AttemptDue || Account.Kind == StepKind.Timer ? Task.Begins
        : $"{Task.Name}: {Message}";

    /// <summary>What the list below says.</summary>
    public string Where => Place?.ToString() ?? (IsHardware ? "hardware" : "user space");

    public string Message => Account.Message.GetType().Name;
}
