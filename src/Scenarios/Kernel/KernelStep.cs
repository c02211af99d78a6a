using PhyrActors.Actors;
using PhyrActors.Exploration;

namespace PhyrActors.Scenarios;

/// <summary>A delivery in the kernel's words.</summary>
/// <param name="Account">The delivery.</param>
/// <param name="Place">Where the kernel does it; null for hardware and user space.</param>
/// <param name="IsHardware">Whether hardware does it beside the CPUs.</param>
internal sealed record KernelStep(StepAccount Account, KernelPlace? Place, bool IsHardware)
{
    public static KernelStep Of(StepAccount account)
    {
        Type message = account.Message.GetType();
        bool isStore = account.ActorType == typeof(StoreBuffer) || account.ActorType == typeof(AddressSpace);
        return new KernelStep(
            account, KernelPlace.Of(message), KernelPlace.IsOutside(message) && !isStore);
    }

    /// <summary>What a column shows.</summary>
    public string Short => Place is not null ? $"{Place.Function}()"
        : IsHardware ? $"{Account.ActorType.Name} {Message}"
        : Account.ActorType == typeof(StoreBuffer) ? "store reaches memory"
        : $"user: {Message}";

    /// <summary>What the list below says.</summary>
    public string Where => Place?.ToString() ?? (IsHardware ? "hardware" : "user space");

    public string Message => Account.Message.GetType().Name;
}
