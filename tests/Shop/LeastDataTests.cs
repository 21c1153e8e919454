using System.Text.Json.Nodes;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>What lies in a real queue after a fat event: the real templates, the real bus, and nobody polling.</summary>
public sealed class LeastDataTests(Templates templates) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-least-data-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("with-position")]
    [InlineData("without-position")]
    public async Task A_team_that_is_not_cleared_for_locations_receives_none_and_a_complete_envelope(string example)
    {
        var sent = JsonNode.Parse(File.ReadAllText(Repository.Find().Path(
            "events-catalog", "domains", "Delivery", "services", "Logistics", "events", "DeliveryProgressed", "examples",
            $"{example}.json")))!;
        await using var shop = await RunningShop.OpenAsync(WithNobodyPolling());

        await shop.PutEventAsync("shop.logistics", "DeliveryProgressed.v1", sent.ToJsonString());

        var body = Assert.Single(await MessagesAsync(shop, "waybill-dev-TrackOrder"));
        Assert.Equal("DeliveryProgressed.v1", (string?)body["detail-type"]);
        Assert.Equal("shop.logistics", (string?)body["source"]);
        var received = body["detail"]!.AsObject();
        Assert.Equal($$"""{"orderId":"{{sent["data"]!["orderId"]}}"}""", received["data"]!.ToJsonString());
        Assert.DoesNotContain("latitude", body.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("stopsAway", body.ToJsonString(), StringComparison.Ordinal);
        foreach (var (attribute, value) in sent.AsObject().Where(member => member.Key != "data"))
        {
            Assert.Equal((string?)value, (string?)received[attribute]);
        }
    }

    [Fact]
    public async Task A_thin_event_arrives_whole()
    {
        await using var shop = await RunningShop.OpenAsync(WithNobodyPolling());

        await shop.PutEventAsync("shop.orders", "OrderCancelled.v1", """{"data":{"orderId":"24\" wheel","reason":"payment-failed"}}""");

        var body = Assert.Single(await MessagesAsync(shop, "waybill-dev-TrackOrder"));
        Assert.Equal("24\" wheel", (string?)body["detail"]!["data"]!["orderId"]);
    }

    /// <summary>The shop's templates, with every event source mapping switched off.</summary>
    private string WithNobodyPolling()
    {
        templates.WriteTo(_folder.FullName, text => Templates.Change(
            text, "AWS::Lambda::EventSourceMapping", mapping => mapping["Enabled"] = false));
        return _folder.FullName;
    }

    private static async Task<List<JsonNode>> MessagesAsync(RunningShop shop, string queue)
    {
        var url = (string?)(await shop.CallAsync("AmazonSQS.GetQueueUrl", new JsonObject { ["QueueName"] = queue }))["QueueUrl"];
        var asked = new JsonObject { ["QueueUrl"] = url, ["MaxNumberOfMessages"] = 10, ["WaitTimeSeconds"] = 5 };
        var answer = await shop.CallAsync("AmazonSQS.ReceiveMessage", asked);
        return [.. answer["Messages"]!.AsArray().Select(message => JsonNode.Parse((string)message!["Body"]!)!)];
    }
}
