using System.Text.Json.Nodes;
using Waybill.Tests.Support;

namespace Waybill.Notifications.Tests;

public sealed class SendOrderConfirmationTests(Dynalite dynalite) : IClassFixture<Dynalite>, IAsyncLifetime
{
    private Surroundings _shop = null!;
    private IServiceProvider _team = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Surroundings.StartAsync(dynalite);
        _team = _shop.Team(Startup.Configure, "shop.notifications");
        _shop.Parties.HasOrder("1", "jane@example.com");
        _shop.Parties.HasOrder("2", "joe@example.com");
        _shop.Parties.HasOrder("guest", email: null);
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Sends_one_email_when_the_event_is_delivered_twice()
    {
        Assert.Empty(await DeliverAsync(Created("e1", "1")));
        Assert.Empty(await DeliverAsync(Created("e1", "1"), Created("e2", "1"), Created("e3", "2")));

        Assert.Equal(["jane@example.com", "joe@example.com"], _shop.Parties.Mails.Select(AddressOf));
    }

    [Fact]
    public async Task Says_thank_you_and_what_the_order_comes_to()
    {
        await DeliverAsync(Created("e1", "1"));

        var mail = Assert.Single(_shop.Parties.Mails);
        var simple = mail["Content"]!["Simple"]!;
        Assert.Equal("orders@shop.example", mail["FromEmailAddress"]!.GetValue<string>());
        Assert.Equal("Thank you for your order 1", simple["Subject"]!["Data"]!.GetValue<string>());
        Assert.Contains("It comes to 1,234.50 GBP.", simple["Body"]!["Text"]!["Data"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("<p>It comes to 1,234.50 GBP.", simple["Body"]!["Html"]!["Data"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(
            ["orderId=1", "consumer=SendOrderConfirmation"], mail["EmailTags"]!.AsArray().Select(tag => $"{tag!["Name"]}={tag["Value"]}"));
    }

    [Fact]
    public async Task Sends_nothing_for_a_guest_and_says_so()
    {
        Assert.Empty(await DeliverAsync(Created("e1", "guest")));

        Assert.Empty(_shop.Parties.Mails);
        Assert.Contains("Order guest is a guest\\u0027s, without an address: no mail.", _shop.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_the_directory_does_not_know_stays_in_the_queue()
    {
        Assert.Single(await DeliverAsync(Created("e1", "unknown")));

        Assert.Contains("The customer directory knows no order unknown", _shop.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_SES_refuses_stays_in_the_queue_and_its_address_out_of_the_log()
    {
        _shop.Parties.SesError = "Email address is not verified: jane@example.com";
        var left = await DeliverAsync(Created("e1", "1"));
        _shop.Parties.SesError = null;

        Assert.Empty(await DeliverAsync([.. left]));
        Assert.Single(_shop.Parties.Mails);
        Assert.Contains("SES did not take the mail about order 1", _shop.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", _shop.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handles_every_example_of_the_catalog()
    {
        foreach (var example in Examples.Of("OrderCreated.v2"))
        {
            _shop.Parties.HasOrder(JsonNode.Parse(example)!["data"]!["orderId"]!.GetValue<string>(), "jane@example.com");
            Assert.Empty(await DeliverAsync(example));
        }

        Assert.Equal(Examples.Of("OrderCreated.v2").Count, _shop.Parties.Mails.Count);
    }

    private Task<IReadOnlyList<string>> DeliverAsync(params string[] events) => _shop.DeliverAsync<SendOrderConfirmation>(_team, events);

    private static string Created(string eventId, string orderId) =>
        Examples.With("OrderCreated.v2", eventId, ("orderId", orderId), ("totalPrice", 1234.5m), ("currency", "GBP"));

    private static string AddressOf(JsonNode mail) => mail["Destination"]!["ToAddresses"]![0]!.GetValue<string>();
}
