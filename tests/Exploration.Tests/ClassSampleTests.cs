namespace PhyrActors.Exploration.Tests;

public class ClassSampleTests
{
    [Fact]
    public void Few_classes_are_counted_exactly()
    {
        ClassSample sample = new();

        Add(sample, 0, 10_000);
        Add(sample, 0, 4_000);

        Assert.Equal(10_000, sample.Distinct);
        Assert.Equal(6_000 / 14_000.0, sample.UnseenShare, 9);
    }

    [Fact]
    public void Many_classes_are_estimated_in_the_same_memory()
    {
        ClassSample sample = new();

        Add(sample, 0, 1_000_000);
        Add(sample, 0, 500_000);

        Assert.InRange(sample.Distinct, 970_000, 1_030_000);
        Assert.InRange(sample.UnseenShare, 0.32, 0.35);
        Assert.InRange(sample.Save().Length, 1, 140_000);
    }

    [Fact]
    public void A_saved_sample_goes_on_as_it_would_have()
    {
        ClassSample sample = new();
        Add(sample, 0, 100_000);

        ClassSample loaded = ClassSample.Load(sample.Save());
        Add(sample, 50_000, 300_000);
        Add(loaded, 50_000, 300_000);

        Assert.Equal(
            (sample.Runs, sample.Distinct, sample.UnseenShare), (loaded.Runs, loaded.Distinct, loaded.UnseenShare));
    }

    [Fact]
    public void Other_bytes_are_no_sample()
    {
        Assert.Throws<ArgumentException>(static () => ClassSample.Load([1, 2, 3]));
    }

    private static void Add(ClassSample sample, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            sample.Add(SplitMix64.Mix(7, (ulong)i));
        }
    }
}
