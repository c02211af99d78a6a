using System.Text.Json;

namespace PhyrActors.Model.Tests;

public class IovaVectorTests
{
    private const ulong None = ulong.MaxValue;

    [Fact]
    [Trait("Category", "Vectors")]
    public void The_kernels_tree_and_ours_give_the_same_ranges_request_for_request()
    {
        foreach (JsonElement vector in Vectors.Of("iova"))
        {
            string name = $"{vector.GetProperty("name")} ({vector.GetProperty("id")})";
            Assert.Equal(4096, vector.GetProperty("granule").GetInt32());
            IovaTree tree = new(vector.GetProperty("start_pfn").GetUInt64());
            int fails = 0;
            int number = 0;
            foreach (ulong[] operation in vector.GetProperty("ops").EnumerateArray().Select(Vectors.Numbers))
            {
                bool agrees = Agrees(tree, operation, ref fails);
                Assert.True(agrees, $"{name}: operation {number}");
                number++;
            }

            Assert.Equal(vector.GetProperty("fails").GetInt32(), fails);
            Assert.Equal(
                vector.GetProperty("final").EnumerateArray().Select(Vectors.Numbers)
                    .Select(static entry => new IovaEntry(entry[0], entry[1])),
                EntriesOf(tree));
        }
    }

    private static bool Agrees(IovaTree tree, ulong[] operation, ref int fails)
    {
        switch (operation)
        {
            case [0, ulong granules, ulong limit, ulong aligned, ulong expected]:
                bool found = tree.TryAllocate(granules, limit, aligned != 0, out ulong first);
                fails += found ? 0 : 1;
                return (found ? first : None) == expected;
            case [1, ulong pfn]:
                return tree.Free(pfn);
            case [2, ulong from, ulong to, ulong low, ulong high]:
                return tree.Reserve(from, to) == new IovaEntry(low, high);
            case [3, ulong pfn, ulong low, ulong high]:
                bool holds = tree.TryFind(pfn, out IovaEntry entry);
                return (holds ? entry : new IovaEntry(None, None)) == new IovaEntry(low, high);
            default:
                throw new InvalidDataException($"unknown operation {operation[0]}");
        }
    }

    private static IEnumerable<IovaEntry> EntriesOf(IovaTree tree)
    {
        ulong from = 0;
        while (tree.TryFindAtOrAbove(from, out IovaEntry entry))
        {
            yield return entry;
            from = entry.Last + 1;
        }
    }
}
