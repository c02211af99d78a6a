namespace PhyrActors.Model;

/// <summary>Pieces of a list that lie one behind the other in physical memory, mapped as one.</summary>
/// <remarks>Source: drivers/iommu/iommu.c:iommu_map_sg(), v6.12.</remarks>
public struct AdjacentRun
{
    public PhysAddr Start { get; private set; }

    /// <summary>0 before the first piece.</summary>
    public ulong LengthBytes { get; private set; }

    /// <summary>Adds a piece; false if it does not follow the last one, and the run must be mapped first.</summary>
    public bool TryAppend(PhysAddr start, ulong lengthBytes)
    {
        if (LengthBytes == 0)
        {
            Start = start;
        }
        else if (start.Value != unchecked(Start.Value + LengthBytes))
        {
            return false;
        }

        LengthBytes += lengthBytes;
        return true;
    }

    /// <summary>Ends a run and begins the next with a piece.</summary>
    public void Restart(PhysAddr start, ulong lengthBytes) => (Start, LengthBytes) = (start, lengthBytes);
}
