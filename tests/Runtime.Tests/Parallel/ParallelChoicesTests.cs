namespace PhyrActors.Runtime.Tests;

public sealed class ParallelChoicesTests
{
    [Fact]
    public async Task An_actor_draws_the_same_numbers_whatever_others_draw()
    {
        List<ulong> alone = await DrawsOf("drawer", company: 0);

        List<ulong> inCompany = await DrawsOf("drawer", company: 8);

        Assert.Equal(alone, inCompany);
    }

    [Fact]
    public async Task Actors_of_different_paths_draw_different_numbers()
    {
        List<ulong> left = await DrawsOf("left", company: 0);

        List<ulong> right = await DrawsOf("right", company: 0);

        Assert.NotEqual(left, right);
    }

    [Fact]
    public void A_choice_is_plain_unless_its_site_has_a_probability()
    {
        using ParallelSystem system = new(
            "choices", new ParallelSettings { Probability = site => site == "likely" ? 1 : 0 });

        (int likely, int other) = (system.Choices.Choose("likely", 4), system.Choices.Choose("other", 4));

        Assert.InRange(likely, 1, 3);
        Assert.Equal(0, other);
    }

    private static async Task<List<ulong>> DrawsOf(string name, int company)
    {
        using ParallelSystem system = new("draws", new ParallelSettings { Seed = 5 });
        List<ulong> drawn = [];
        for (int i = 0; i < company; i++)
        {
            system.ActorOf(Props.Create(() => new Drawer(new()))).Tell(new Go());
        }

        system.ActorOf(Props.Create(() => new Drawer(drawn)), name).Tell(new Go());
        await system.WhenIdle();
        return drawn;
    }

    private sealed class Drawer : ReceiveActor
    {
        public Drawer(List<ulong> drawn) => Receive<Go>(_ =>
        {
            for (int i = 0; i < 20; i++)
            {
                drawn.Add(Context.System.Choices.Draw(1000));
            }
        });
    }
}
