namespace PhyrActors.Scenarios;

/// <summary>Which folio lies where in a process's memory: the shares of a scenario, made exact and shuffled.</summary>
/// <remarks>A block of 2 MiB of addresses is one folio of 2 MiB, or 32 slots of 64 KiB, each one folio or 16 pages. So
/// every folio is naturally aligned.</remarks>
internal sealed class FolioMix
{
    private const int SlotsPerBlock = 32;

    private readonly bool[] _blockIsHuge;
    private readonly bool[] _slotIsLarge;

    public FolioMix(MemorySettings settings, ref SplitMix64 random)
    {
        ulong blocks = (settings.ProcessBytes + (1UL << 21) - 1) >> 21;
        (double huge, double slots) = Shares(settings);
        int small = (int)Math.Round((1 - huge) * blocks);
        _blockIsHuge = Shuffled((int)blocks, (int)blocks - small, ref random);
        int smallSlots = small * SlotsPerBlock;
        _slotIsLarge = Shuffled(smallSlots, (int)Math.Round(slots * smallSlots), ref random);
    }

    /// <summary>Orders (log2 of frames) of the process's folios in the order of their addresses.</summary>
    public IEnumerable<int> Orders()
    {
        int slot = 0;
        foreach (bool huge in _blockIsHuge)
        {
            if (huge)
            {
                yield return 9;
                continue;
            }

            for (int end = slot + SlotsPerBlock; slot < end; slot++)
            {
                for (int page = _slotIsLarge[slot] ? 16 : 1; page <= 16; page++)
                {
                    yield return _slotIsLarge[slot] ? 4 : 0;
                }
            }
        }
    }

    /// <summary>The share of bytes in 2 MiB folios, and of the rest that is in 64 KiB folios.</summary>
    private static (double Huge, double Large) Shares(MemorySettings settings)
    {
        double bytes2M = settings.Share2MiB * (settings.MixBySize ? 1 : 512);
        double bytes64K = settings.Share64KiB * (settings.MixBySize ? 1 : 16);
        double bytes4K = settings.Share4KiB;
        double small = bytes64K + bytes4K;
        return (bytes2M / (bytes2M + small), small == 0 ? 0 : bytes64K / small);
    }

    private static bool[] Shuffled(int count, int chosen, ref SplitMix64 random)
    {
        bool[] marks = new bool[count];
        Array.Fill(marks, true, 0, Math.Clamp(chosen, 0, count));
        for (int i = count - 1; i > 0; i--)
        {
            int other = random.Below(i + 1);
            (marks[i], marks[other]) = (marks[other], marks[i]);
        }

        return marks;
    }
}
