using Waybill.Tests.Support;

namespace Waybill.Platform.Tests;

public sealed class ConfirmDeploymentTests(Dynalite dynalite) : IClassFixture<Dynalite>
{
    [Fact]
    public async Task Remembers_each_event_that_asks_whether_a_deployment_works_and_says_that_it_handled_it()
    {
        await using var shop = await Surroundings.StartAsync(dynalite);
        var platform = shop.Team(Startup.Configure, "shop.platform");
        var (first, second) = (Examples.With("DeploymentVerified.v1", "first"), Examples.With("DeploymentVerified.v1", "second"));

        Assert.Empty(await shop.DeliverAsync<ConfirmDeployment>(platform, [first, second]));
        Assert.Empty(await shop.DeliverAsync<ConfirmDeployment>(platform, [first]));

        Assert.Equal((2, 1), (Lines("handled"), Lines("suppressed")));

        int Lines(string outcome) => shop.Log.Split($"\"outcome\":\"{outcome}\"").Length - 1;
    }
}
