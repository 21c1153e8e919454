namespace Waybill.Infra;

public sealed class EventsTests
{
    [Fact]
    public void The_events_that_stacks_can_subscribe_to_are_those_of_the_catalog()
    {
        var described = SynthesizedShop.Catalog.Events.Select(e => new EventType(e.Source, e.DetailType));

        Assert.Equal(described.OrderBy(e => e.DetailType, StringComparer.Ordinal), Events.All.OrderBy(e => e.DetailType, StringComparer.Ordinal));
    }
}
