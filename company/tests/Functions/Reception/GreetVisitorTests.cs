using Waybill.Tests.Support;

namespace Waybill.Reception.Tests;

public sealed class GreetVisitorTests(Dynalite dynalite) : IClassFixture<Dynalite>
{
    [Fact]
    public async Task Greets_each_visitor_once_however_often_the_event_is_delivered()
    {
        await using var surroundings = await Surroundings.StartAsync(dynalite);
        var team = surroundings.Team(Startup.Configure);
        var events = Examples.Of("VisitorArrived.v1");

        Assert.Empty(await surroundings.DeliverAsync<GreetVisitor>(team, [.. events, .. events]));

        Assert.Equal(events.Count, surroundings.Log.Split("Welcome, visit ").Length - 1);
    }
}
