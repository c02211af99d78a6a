using System.IO.Compression;
using System.Reflection;
using System.Text.Json;

namespace PhyrActors.Model.Tests;

public class IoPageSizesTests
{
    /// <summary>Calls the kernel's own iommu_map loop (v6.12) made for many ranges and size sets.</summary>
    [Fact]
    public void Ranges_are_cut_into_the_runs_that_the_kernel_cuts_them_into()
    {
        List<string> expected = [];
        List<string> actual = [];

        foreach (Vector vector in Vectors())
        {
            expected.AddRange(vector.Calls.Select(call => string.Join(' ', call)));
            actual.AddRange(Runs(vector).Select(call => string.Join(' ', call)));
        }

        Assert.Equal(expected, actual);
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

    private static IEnumerable<ulong[]> Runs(Vector vector)
    {
        IoPageSizes sizes = new(vector.Bitmap);
        ulong done = 0;
        while (done < vector.Size)
        {
            Iova iova = new(vector.Iova + done);
            PhysAddr phys = new(vector.Paddr + done);
            PageSize size = sizes.Choose(iova, phys, vector.Size - done, out ulong count);
            yield return [iova.Value, phys.Value, size.Bytes, count];
            done += count * size.Bytes;
        }
    }

    private static IEnumerable<Vector> Vectors()
    {
        using Stream packed = Assembly.GetExecutingAssembly().GetManifestResourceStream("pgsize.jsonl.gz")!;
        using StreamReader lines = new(new GZipStream(packed, CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            yield return JsonSerializer.Deserialize<Vector>(line, JsonSerializerOptions.Web)!;
        }
    }

    private sealed record Vector(ulong Bitmap, ulong Iova, ulong Paddr, ulong Size, ulong[][] Calls);
}
