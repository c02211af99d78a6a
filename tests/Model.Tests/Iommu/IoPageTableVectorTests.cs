using System.Text.Json;

namespace PhyrActors.Model.Tests;

public class IoPageTableVectorTests
{
    [Fact]
    [Trait("Category", "Vectors")]
    public void The_kernels_Arm_table_and_ours_give_the_same_answers_call_for_call()
    {
        foreach (JsonElement vector in Vectors.Of("pgtable"))
        {
            IoPageSizes sizes = new(vector.GetProperty("bitmap").GetUInt64());
            TableBench bench = new(sizes, frames: 40_000, IoTableFormat.Arm64Stage1);
            int number = 0;
            foreach (ulong[] operation in vector.GetProperty("ops").EnumerateArray().Select(Vectors.Numbers))
            {
                bool agrees = Agrees(bench, operation);
                Assert.True(agrees, $"table {vector.GetProperty("id")}: operation {number}");
                number++;
            }
        }
    }

    /// <summary>How many table pages there are is not compared: the kernel frees them at once, we after the
    /// invalidation.</summary>
    private static bool Agrees(TableBench bench, ulong[] operation)
    {
        bench.Gather.Clear();
        switch (operation)
        {
            case [0, ulong iova, ulong phys, ulong length, ulong expected, _]:
                return bench.Map(iova, phys, length) == (Errno)(-unchecked((long)expected));
            case [1, ulong iova, ulong length, ulong unmapped, _, ulong walks, ulong pages, ulong pageBytes]:
                ulong answer = bench.Unmap(iova, length);
                return answer == unmapped
                    && (ulong)bench.Gather.TableEntries == walks
                    && (ulong)bench.Gather.Entries == pages
                    && bench.Gather.EntryBytes == pageBytes;
            case [2, ulong iova, ulong phys]:
                return (bench.Translate(iova)?.Phys.Value ?? 0) == phys;
            default:
                throw new InvalidDataException($"unknown operation {operation[0]}");
        }
    }
}
