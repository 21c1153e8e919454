namespace Waybill.Functions.Tests;

/// <summary>Which events the shop's teams publish, so that one that is no longer found is noticed.</summary>
public sealed class PublishedEventsTests
{
    [Fact]
    public void Every_team_that_publishes_is_held_to_it() => Assert.Equal(
        ["ContractCancelled.v1", "ContractIssued.v1", "ReorderPlaced.v1", "StockLevelChanged.v1", "UncataloguedEventSeen.v1"],
        TolerantReaderTests.PublishedTypes.Select(row => row.Data).Order(StringComparer.Ordinal));
}
