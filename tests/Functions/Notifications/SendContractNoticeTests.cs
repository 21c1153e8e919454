using System.Text.Json.Nodes;
using Waybill.Tests.Support;

namespace Waybill.Notifications.Tests;

public sealed class SendContractNoticeTests(Dynalite dynalite) : IClassFixture<Dynalite>, IAsyncLifetime
{
    private Surroundings _shop = null!;
    private IServiceProvider _team = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Surroundings.StartAsync(dynalite);
        _team = _shop.Team(Startup.Configure, "shop.notifications");
        _shop.Parties.HasOrder("1", "jane@example.com");
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Writes_once_for_each_state_of_a_contract_whatever_caused_it()
    {
        Assert.Empty(await DeliverAsync(
            About("ContractCancelled.v1", "e1", "W-1-a"), About("ContractIssued.v1", "e2", "W-1-a"),
            About("ContractIssued.v1", "e2", "W-1-a"), About("ContractCancelled.v1", "e3", "W-1-a"),
            About("ContractIssued.v1", "e4", "W-1-b")));

        Assert.Equal(
            ["Your warranty W-1-a is cancelled", "Your warranty W-1-a is in force", "Your warranty W-1-b is in force"],
            _shop.Parties.Mails.Select(SubjectOf).Order());
    }

    [Fact]
    public async Task An_event_it_does_not_know_stays_in_the_queue()
    {
        var issued = About("ContractIssued.v1", "e1", "W-1-a");

        Assert.Single(await DeliverAsync(issued.Replace("ContractIssued.v1", "ContractSigned.v1", StringComparison.Ordinal)));

        Assert.Contains("SendContractNotice knows no event ContractSigned.v1", _shop.Log, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<string>> DeliverAsync(params string[] events) => _shop.DeliverAsync<SendContractNotice>(_team, events);

    private static string About(string type, string eventId, string contractId) =>
        Examples.With(type, eventId, ("contractId", contractId), ("orderId", "1"), ("kind", "warranty"));

    private static string SubjectOf(JsonNode mail) => mail["Content"]!["Simple"]!["Subject"]!["Data"]!.GetValue<string>();
}
