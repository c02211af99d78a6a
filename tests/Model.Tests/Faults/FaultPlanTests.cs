namespace PhyrActors.Model.Tests;

public sealed class FaultPlanTests
{
    [Fact]
    public void Every_site_has_a_name_of_its_own_and_is_found_by_it()
    {
        Assert.Equal(FaultSites.All.Count, FaultSites.Names.Distinct().Count());
        Assert.All(FaultSites.All, static site => Assert.Equal(site, FaultSites.Find(site.Name())));
        Assert.Null(FaultSites.Find("iova.nodes"));
    }

    [Fact]
    public void Nothing_is_on_in_the_empty_plan()
    {
        Assert.True(FaultPlan.None.IsEmpty);
        Assert.All(FaultSites.All, static site => Assert.Null(FaultPlan.None[site]));
    }

    [Fact]
    public void A_plan_has_the_sites_that_were_put_into_it_and_no_others()
    {
        FaultPlan plan = FaultPlan.Of(FaultSite.PinShort, FaultSite.IovaNode);

        Assert.Equal([FaultSite.IovaNode, FaultSite.PinShort], plan.Sites);
        Assert.Equal([FaultSite.PinShort], plan.Only([FaultSite.PinShort, FaultSite.AtsKeeps]).Sites);
    }
}
