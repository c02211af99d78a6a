using System.Text.Json;

namespace PhyrActors.Model.Tests;

public class IoPageSizesTests
{
    /// <summary>Calls the kernel's own loops (v6.12) made for many ranges, lists and size sets.</summary>
    [Fact]
    [Trait("Category", "Vectors")]
    public void Ranges_and_lists_are_cut_into_the_runs_that_the_kernel_cuts_them_into()
    {
        foreach (JsonElement vector in Vectors.Of("pgsize"))
        {
            List<ulong[]> calls = [];
            long answer = Replay(vector, calls);

            Assert.Equal(vector.GetProperty("ret").GetInt64(), answer);
            Assert.Equal(vector.GetProperty("calls").EnumerateArray().Select(Vectors.Numbers), calls);
        }
    }

    [Fact]
    public void A_range_smaller_than_every_size_is_a_callers_mistake()
    {
        IoPageSizes sizes = IoPageSizes.UpTo1GiB;

        Assert.Throws<ArgumentException>(() => sizes.Choose(new Iova(0x1000), new PhysAddr(0x1000), 0x800, out _));
    }

    [Fact]
    public void The_granule_is_the_smallest_size()
    {
        IoPageSizes sizes = new((1UL << 16) | (1UL << 29));

        Assert.Equal(new PageSize(16), sizes.Granule);
    }

    private static long Replay(JsonElement vector, List<ulong[]> calls)
    {
        IoPageSizes sizes = new(vector.GetProperty("bitmap").GetUInt64());
        ulong iova = vector.GetProperty("iova").GetUInt64();
        switch (vector.GetProperty("op").GetString())
        {
            case "map":
                ulong phys = vector.GetProperty("paddr").GetUInt64();
                return Map(sizes, iova, phys, vector.GetProperty("size").GetUInt64(), calls);
            case "unmap":
                return Unmap(sizes, iova, vector.GetProperty("size").GetUInt64(), calls);
            default:
                return MapList(sizes, iova, vector.GetProperty("sg").EnumerateArray().Select(Vectors.Numbers), calls);
        }
    }

    private static long Map(IoPageSizes sizes, ulong iova, ulong phys, ulong length, List<ulong[]> calls)
    {
        if (!sizes.IsWhole(iova | phys | length))
        {
            return -(long)Errno.EINVAL;
        }

        ulong done = 0;
        while (done < length)
        {
            PageSize size = sizes.Choose(new Iova(iova + done), new PhysAddr(phys + done), length - done, out ulong n);
            calls.Add([iova + done, phys + done, size.Bytes, n]);
            done += n * size.Bytes;
        }

        return 0;
    }

    private static long Unmap(IoPageSizes sizes, ulong iova, ulong length, List<ulong[]> calls)
    {
        ulong done = 0;
        while (done < length && sizes.IsWhole(iova | length))
        {
            ulong at = iova + done;
            PageSize size = sizes.Choose(new Iova(at), new PhysAddr(at), length - done, out ulong count);
            calls.Add([at, size.Bytes, count]);
            done += count * size.Bytes;
        }

        return (long)done;
    }

    private static long MapList(IoPageSizes sizes, ulong iova, IEnumerable<ulong[]> pieces, List<ulong[]> calls)
    {
        ulong mapped = 0;
        AdjacentRun run = default;
        foreach (ulong[] piece in pieces.Append([ulong.MaxValue, 0]))
        {
            PhysAddr start = new(piece[0]);
            if (piece[1] > 0 && run.TryAppend(start, piece[1]))
            {
                continue;
            }

            long errno = Map(sizes, iova + mapped, run.Start.Value, run.LengthBytes, calls);
            if (errno != 0)
            {
                return errno;
            }

            mapped += run.LengthBytes;
            run.Restart(start, piece[1]);
        }

        return (long)mapped;
    }
}
