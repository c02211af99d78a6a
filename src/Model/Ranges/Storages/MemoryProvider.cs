namespace PhyrActors.Model;

/// <summary>How a provider's memory is reached.</summary>
public enum LentKind
{
    /// <summary>By address, with struct pages that serve to find the provider (ZONE_DEVICE).</summary>
    WithPages = 0,

    /// <summary>By address, and nothing else: a BAR, device memory, guest memory.</summary>
    WithoutPages = 1,

    /// <summary>By writing an address to a register and data to a port: no range of addresses at all.</summary>
    RegisterFifo = 2,
}

/// <summary>What an entry keeps of its provider, in 32 bits: 0 is the kernel's own memory.</summary>
/// <remarks>Bits 30:0 the provider's number, bit 31 set where there are no struct pages.</remarks>
internal readonly record struct ProviderMark(uint Bits)
{
    public static ProviderMark None => default;

    private const uint NoPages = 1u << 31;

    public int Provider => (int)(Bits & ~NoPages);

    public bool HasPages => (Bits & NoPages) == 0;

    public static ProviderMark Of(int provider, bool hasPages) => new((uint)provider | (hasPages ? 0 : NoPages));
}

/// <summary>Whoever lends memory that is not the kernel's own, such as a BAR for peers.</summary>
/// <remarks>Source: drivers/pci/p2pdma.c, v6.16 (struct p2pdma_provider).</remarks>
public sealed record MemoryProvider
{
    /// <param name="number">From 1 on.</param>
    /// <param name="window">All that it can lend.</param>
    /// <param name="kind">How it is reached.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    /// <exception cref="ArgumentException">The memory lies behind registers.</exception>
    public MemoryProvider(int number, Phyr window, LentKind kind)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfEqual(window, default);
        if (kind == LentKind.RegisterFifo)
        {
            throw new ArgumentException($"{window} is reached through a register and a port, not by address.");
        }

        (Number, Window, Kind) = (number, window, kind);
    }

    public int Number { get; }

    public Phyr Window { get; }

    public LentKind Kind { get; }

    internal ProviderMark Mark => ProviderMark.Of(Number, Kind == LentKind.WithPages);

    /// <exception cref="ArgumentException">The range lies outside the window.</exception>
    public CpuRange Lend(Phyr phyr)
    {
        return Window.Contains(phyr)
            ? new CpuRange(phyr, Mark)
            : throw new ArgumentException($"{phyr} lies outside {Window}, which provider {Number} lends.");
    }
}

/// <summary>Finds the provider of a struct page: what the page of lent memory is there for.</summary>
public sealed class ProviderTable
{
    public static readonly ProviderTable Empty = new([]);

    private readonly MemoryProvider[] _providers;

    /// <exception cref="ArgumentException">Two windows share a byte, or two providers a number.</exception>
    public ProviderTable(params IEnumerable<MemoryProvider> providers)
    {
        _providers = [.. providers.OrderBy(static provider => provider.Window.Start)];
        for (int i = 1; i < _providers.Length; i++)
        {
            if (_providers[i].Window.Overlaps(_providers[i - 1].Window))
            {
                throw new ArgumentException($"{_providers[i - 1].Window} and {_providers[i].Window} overlap.");
            }
        }

        if (_providers.DistinctBy(static provider => provider.Number).Count() != _providers.Length)
        {
            throw new ArgumentException("Two providers have one number.");
        }
    }

    /// <summary>The bytes behind a page, with the provider that its page leads to.</summary>
    public CpuRange Find(Phyr phyr)
    {
        foreach (MemoryProvider provider in _providers)
        {
            if (provider.Window.Contains(phyr))
            {
                return provider.Lend(phyr);
            }
        }

        return new CpuRange(phyr);
    }
}
