namespace PhyrActors.Model.Tests;

/// <summary>Which occasions fail, when each that is asked about and due does.</summary>
public sealed class FaultCountTests
{
    private static readonly TimeSpan s_millisecond = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void A_site_without_restrictions_may_fail_at_every_occasion() =>
        Assert.Equal("xxx", Strikes(new FaultRule(), 3));

    [Fact]
    public void Only_the_nth_occasion_is_asked_about() =>
        Assert.Equal("..x..", Strikes(new FaultRule { Nth = 3 }, 5));

    [Fact]
    public void A_burst_goes_on_for_so_many_occasions() =>
        Assert.Equal(".xxx.", Strikes(new FaultRule { Nth = 2, Burst = 3 }, 5));

    [Fact]
    public void A_limit_ends_the_strikes() =>
        Assert.Equal("xx...", Strikes(new FaultRule { Limit = 2 }, 5));

    [Fact]
    public void A_burst_counts_once_towards_the_limit() =>
        Assert.Equal("xxxx..", Strikes(new FaultRule { Limit = 2, Burst = 2 }, 6));

    [Fact]
    public void The_first_occasion_at_or_after_each_time_is_due() =>
        Assert.Equal(".x.x.", Strikes(new FaultRule { At = [s_millisecond, 2.5 * s_millisecond] }, 5));

    [Fact]
    public void Two_times_that_pass_at_once_are_one_strike() =>
        Assert.Equal("..x..", Strikes(new FaultRule { At = [1.5 * s_millisecond, 1.7 * s_millisecond] }, 5));

    [Fact]
    public void Nothing_is_due_once_faults_are_over() =>
        Assert.Equal("xx...", Strikes(new FaultRule { Until = 2 * s_millisecond }, 5));

    [Fact]
    public void Where_times_mean_nothing_only_counts_restrict()
    {
        FaultRule rule = new() { At = [s_millisecond], Until = s_millisecond, PerSecond = 1, Limit = 3 };

        Assert.Equal("xxx..", Strikes(rule.WithoutTimes(), 5));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    public void A_rate_gives_about_so_many_strikes_in_its_time(double perSecond)
    {
        const int Seconds = 20;

        string strikes = Strikes(new FaultRule { PerSecond = perSecond }, Seconds * 1000);

        double expected = perSecond * Seconds;
        Assert.InRange(
            strikes.Count(static one => one == 'x'),
            expected - (4 * Math.Sqrt(expected)),
            expected + (4 * Math.Sqrt(expected)));
    }

    /// <summary>Occasions a millisecond apart.</summary>
    private static string Strikes(FaultRule rule, int occasions)
    {
        SplitMix random = new(3);
        FaultCount count = default;
        char[] strikes = new char[occasions];
        for (int i = 0; i < occasions; i++)
        {
            int fate = count.GoOn();
            if (fate == 0 && count.IsAsked(rule) && count.IsDue(rule, i * s_millisecond, random.Below))
            {
                fate = 1;
                count.Strike(rule, fate);
            }

            strikes[i] = fate == 0 ? '.' : 'x';
        }

        return new string(strikes);
    }
}
