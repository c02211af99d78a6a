using System.Text.Json;

namespace PhyrActors.Model.Tests;

public sealed class ScatterlistVectorTests
{
    [Fact]
    [Trait("Category", "Vectors")]
    [Trait("row", "D1")]
    [Trait("row", "T5")]
    public void Pages_become_the_entries_that_the_kernel_makes_call_for_call()
    {
        foreach (JsonElement vector in Vectors.Of("sg"))
        {
            string name = $"vector {vector.GetProperty("id")}";
            Scatterlist list = new(ScatterlistLayout.WithDmaLength);
            foreach (JsonElement call in vector.GetProperty("calls").EnumerateArray())
            {
                Errno errno = list.AppendPages(
                    RunsOf(call),
                    call.GetProperty("offset").GetUInt32(),
                    call.GetProperty("size").GetUInt64(),
                    vector.GetProperty("max_seg").GetUInt64(),
                    call.GetProperty("left").GetInt32());

                Assert.Equal((name, 0 - call.GetProperty("ret").GetInt32()), (name, (int)errno));
                Assert.Equal(
                    (name, call.GetProperty("nents").GetInt32(), call.GetProperty("total_nents").GetInt32()),
                    (name, list.Nents, list.TotalNents));
            }

            Assert.Equal(
                vector.GetProperty("segs").EnumerateArray().Select(Vectors.Numbers)
                    .Select(static segment => new Phyr(new Pfn(segment[0]).Address + segment[1], segment[2])),
                RangeLists.Of(list.Cpu).Select(static range => range.Phyr));
        }
    }

    [Fact]
    [Trait("Category", "Vectors")]
    [Trait("row", "D1")]
    public void Phyrs_become_the_entries_that_the_kernel_makes_of_their_pages()
    {
        int seen = 0;
        foreach (JsonElement vector in Vectors.Of("sg")
            .Where(static vector => vector.GetProperty("calls").GetArrayLength() == 1))
        {
            JsonElement call = vector.GetProperty("calls")[0];
            Scatterlist list = new(ScatterlistLayout.WithDmaLength);

            Errno errno = list.MapPhyrs(PhyrsOf(call), vector.GetProperty("max_seg").GetUInt64());

            Assert.Equal(Errno.None, errno);
            Assert.Equal(
                vector.GetProperty("segs").EnumerateArray().Select(Vectors.Numbers)
                    .Select(static segment => new Phyr(new Pfn(segment[0]).Address + segment[1], segment[2])),
                RangeLists.Of(list.Cpu).Select(static range => range.Phyr));
            seen++;
        }

        Assert.NotEqual(0, seen);
    }

    private static Phyr[] PhyrsOf(JsonElement call)
    {
        LentArray pages = RangeLists.StorageOf(RunsOf(call).Select(static run => new CpuRange(
            new Phyr(new Pfn(run.Start).Address, (ulong)run.Frames << Pfn.FrameSizeLog2))));
        RangeSlice<CpuRange> slice = new(
            pages, call.GetProperty("offset").GetUInt64(), call.GetProperty("size").GetUInt64());
        return [.. RangeLists.Of(slice).Select(static range => range.Phyr)];
    }

    private static FrameRun[] RunsOf(JsonElement call)
    {
        uint[] frames = [.. call.GetProperty("pfns").Numbers().Select(static frame => (uint)frame)];
        FrameRun[] runs = new FrameRun[frames.Length];
        int count = FrameRuns.Coalesce(frames, runs);
        return runs[..count];
    }
}
