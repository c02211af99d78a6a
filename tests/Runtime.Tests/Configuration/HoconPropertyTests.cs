using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Runtime.Tests;

public sealed class HoconPropertyTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary();

    [Fact]
    public void Every_spelling_of_a_tree_gives_that_tree() =>
        Check(2_000, seed =>
        {
            HoconDraws draws = new(seed);
            HoconTree.Map tree = HoconTree.Grow(draws, levels: 4);

            Config config = ConfigurationFactory.ParseString(new HoconSpelling(draws).Document(tree));

            HoconTree.AssertFoundIn(config, tree);
        });

    [Fact]
    public void Printing_and_parsing_gives_the_same_tree() =>
        Check(2_000, seed =>
        {
            HoconDraws draws = new(seed);
            HoconTree.Map tree = HoconTree.Grow(draws, levels: 4);
            Config config = ConfigurationFactory.ParseString(new HoconSpelling(draws).Document(tree));

            Config again = ConfigurationFactory.ParseString(config.ToString());

            HoconTree.AssertFoundIn(again, tree);
            Assert.Equal(config.ToString(), again.ToString());
        });

    [Fact]
    public void A_damaged_document_is_read_or_refused_and_never_more() =>
        Check(100_000, seed =>
        {
            HoconDraws draws = new(seed);
            MemoryConfigSource source = MemoryConfigSource.With(
                draws.Mutate(draws.Pick(HoconCorpus.Documents)),
                ("reference.conf", "machine.memory = 1GiB, include \"f.conf\""),
                ("f.conf", "b { p = 0 }, x.p = ${?p}"));
            try
            {
                Config config = source.Load();

                Assert.Equal(config.ToString(), ConfigurationFactory.ParseString(config.ToString()).ToString());
            }
            catch (ConfigurationException refused)
            {
                Assert.Matches("\\A[^\\n]+:[0-9]+:[0-9]+: [^\\n]+\\z", refused.Message);
            }
        });

    [Fact]
    public void Nearness_of_keys_agrees_with_its_slow_twin() =>
        Check(2_000, seed =>
        {
            HoconDraws draws = new(seed);
            string left = Word(draws);
            string right = Word(draws);
            Config reference = ConfigurationFactory.ParseString($"{left} = 1, zzzzzzzzzzzzzzzzzz = 2");

            string? nearest = UnknownKeys.Find($"x{right} = 1", reference).Select(key => key.Nearest).SingleOrDefault();

            Assert.Equal(
                NaiveEditDistance.Between($"x{right}", left) is > 0 and <= 2, nearest == left);
        });

    private static string Word(HoconDraws draws) =>
        string.Concat(Enumerable.Range(0, 1 + draws.Below(5)).Select(_ => draws.Pick("a", "b", "c")));

    private static void Check(int times, Action<int> property) =>
        Prop.ForAll(Seeds, property).Check(
            FsCheck.Config.QuickThrowOnFailure.WithMaxTest(times).WithReplay(2026, 11));
}
