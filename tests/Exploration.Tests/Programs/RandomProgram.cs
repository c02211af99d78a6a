namespace PhyrActors.Exploration.Tests;

/// <summary>A program made up from a seed: three actors that react to a message by its number, their own count and
/// nothing else.</summary>
internal static class RandomProgram
{
    private const int Actors = 3;

    /// <param name="seed">Says everything.</param>
    /// <param name="footprints">Whether actors publish what monitors share, and do not choose.</param>
    public static SmallProgram Of(ulong seed, bool footprints) => new($"random {seed}", world =>
    {
        if (footprints)
        {
            world.Monitors.Add(new KeyMonitor());
        }

        IActorRef[] actors = new IActorRef[Actors];
        for (int i = 0; i < Actors; i++)
        {
            ulong self = SplitMix64.Mix(seed, (ulong)i);
            actors[i] = world.Actor($"a{i}", (message, me) => React(self, message, me, world, actors, footprints));
        }

        SplitMix64 start = new(seed);
        for (int i = 0; i < 3; i++)
        {
            actors[start.Below(Actors)].Tell(2 + start.Below(2), ActorRefs.NoSender);
        }
    });

    private static void React(
        ulong self, object message, Puppet me, SmallWorld world, IActorRef[] actors, bool footprints)
    {
        int life = message is int number ? number : 1;
        SplitMix64 random = new(SplitMix64.Mix(SplitMix64.Mix(self, (ulong)life), (ulong)(me.Number++ % 2)));
        switch (random.Below(10))
        {
            case 0 when life > 1:
                me.After("t", 1 + random.Below(3));
                break;
            case 1:
                me.Timers.Cancel("t");
                break;
            case 2 when message is int && me.Number < 3:
                me.Stash.Stash();
                return;
            case 3:
                me.Stash.UnstashAll();
                break;
            case 4 when life > 1 && random.Below(3) == 0:
                me.Here.Stop(me.Me);
                break;
            case 5 when random.Below(2) == 0:
                throw new InvalidOperationException("as drawn");
        }

        int sends = random.Below(3);
        if (!footprints && random.Below(4) == 0)
        {
            sends = world.Choose("sends", 2);
        }
        else if (footprints)
        {
            world.Publish(new Visit((ulong)random.Below(2), random.Below(2) == 0));
        }

        for (int i = 0; i < sends && life > 1; i++)
        {
            actors[random.Below(Actors)].Tell(life - 1, me.Me);
        }
    }
}
