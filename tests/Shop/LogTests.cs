using System.Text.Json.Nodes;
using Waybill.Player.Playing;

namespace Waybill.Shop.Tests;

/// <summary>What an operator finds in the logs of a shop, asked for as in an account.</summary>
public sealed class LogTests(Templates templates)
{
    private const string Published = "/aws/events/waybill-dev/published";

    [Fact]
    public async Task A_day_leaves_a_line_for_each_event_and_one_for_what_came_of_each_message()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        var ledger = await shop.PlayAsync(ShopDay.Sample());
        var archived = (await EventsAsync(shop)).Select(envelope => Line(envelope).ToJsonString()).Order(StringComparer.Ordinal).ToList();

        var published = await LinesAsync(shop, [Published], "", lines => lines.Count >= archived.Count);
        Assert.Equal(ledger.EventsPublished, archived.Count);
        Assert.Equal(archived, published.Select(line => line.ToJsonString()).Order(StringComparer.Ordinal));

        var outcomes = await LinesAsync(
            shop, await GroupsAsync(shop, "/aws/lambda/"), """{ $.outcome = "handled" || $.outcome = "suppressed" }""",
            lines => lines.DistinctBy(line => (string?)line["messageId"]).Count() >= ledger.EventsDelivered);
        Assert.Equal(ledger.EventsDelivered, outcomes.DistinctBy(line => (string?)line["messageId"]).Count());
        Assert.Distinct(outcomes.Where(line => (string?)line["outcome"] == "handled").Select(line => (string?)line["idempotencyKey"]));
        Assert.DoesNotContain(
            published.Concat(outcomes), line => line.ToJsonString().Contains("customers.example", StringComparison.Ordinal));
    }

    /// <summary>As an operator looks for it: order 700005 is published twice.</summary>
    [Fact]
    public async Task An_event_is_found_by_its_id_with_what_each_consumer_made_of_it()
    {
        await using var shop = await RunningShop.OpenAsync(templates);
        await shop.PlayAsync(ShopDay.Sample());

        var twice = await LinesAsync(
            shop, [Published], """{ $.eventType = "OrderCreated.v2" && $.partitionKey = "700005" }""", lines => lines.Count >= 2);
        var id = Assert.Single(twice.Select(line => (string?)line["eventId"]).Distinct());
        var found = await LinesAsync(
            shop, await GroupsAsync(shop, "/aws/lambda/"), $$"""{ $.eventId = "{{id}}" && $.outcome != "postponed" }""",
            lines => lines.Count >= 8);

        Assert.Equal(
            ["IssueContracts", "ReserveStock", "SendOrderConfirmation", "TrackOrder"],
            Who(found, "handled").Order(StringComparer.Ordinal));
        Assert.Equal(Who(found, "handled").ToHashSet(), Who(found, "suppressed").ToHashSet());
        Assert.All(found, line => Assert.Equal("shop.orders 700005", $"{line["source"]} {line["partitionKey"]}"));
    }

    private static IEnumerable<string?> Who(IEnumerable<JsonNode> lines, string outcome) =>
        lines.Where(line => (string?)line["outcome"] == outcome).Select(line => (string?)line["consumer"]);

    /// <summary>What the log of published events has to say of an event.</summary>
    private static JsonObject Line(JsonNode envelope) => new()
    {
        ["eventId"] = (string?)envelope["detail"]!["id"],
        ["eventType"] = (string?)envelope["detail-type"],
        ["source"] = (string?)envelope["source"],
        ["time"] = (string?)envelope["time"],
        ["partitionKey"] = (string?)envelope["detail"]!["partitionkey"],
        ["correlationId"] = (string?)envelope["detail"]!["correlationid"],
        ["causationId"] = (string?)envelope["detail"]!["causationid"] ?? "",
    };

    private static async Task<IEnumerable<JsonNode>> EventsAsync(RunningShop shop)
    {
        using var http = new HttpClient { BaseAddress = shop.Laptop.Endpoint };
        var lines = await http.GetStringAsync(new Uri("/_waybill/events", UriKind.Relative), TestContext.Current.CancellationToken);
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!);
    }

    private static async Task<IReadOnlyList<string>> GroupsAsync(RunningShop shop, string prefix)
    {
        var answer = await shop.CallAsync("Logs_20140328.DescribeLogGroups", new JsonObject { ["logGroupNamePrefix"] = prefix });
        return [.. answer["logGroups"]!.AsArray().Select(group => (string)group!["logGroupName"]!)];
    }

    /// <summary>Asks until all lines are there: one may come a little later than what it is about.</summary>
    private static async Task<List<JsonNode>> LinesAsync(
        RunningShop shop, IReadOnlyList<string> groups, string filterPattern, Func<List<JsonNode>, bool> areAll)
    {
        using var limit = new CancellationTokenSource(WaybillProcess.Longest, TimeProvider.System);
        while (true)
        {
            var lines = new List<JsonNode>();
            foreach (var group in groups)
            {
                lines.AddRange(await LinesAsync(shop, group, filterPattern));
            }

            if (areAll(lines) || limit.IsCancellationRequested)
            {
                return lines;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }
    }

    private static async Task<List<JsonNode>> LinesAsync(RunningShop shop, string group, string filterPattern)
    {
        var lines = new List<JsonNode>();
        string? next = null;
        do
        {
            var request = new JsonObject { ["logGroupName"] = group, ["filterPattern"] = filterPattern, ["limit"] = 10 };
            if (next is not null)
            {
                request["nextToken"] = next;
            }

            var page = await shop.CallAsync("Logs_20140328.FilterLogEvents", request);
            lines.AddRange(page["events"]!.AsArray().Select(one => JsonNode.Parse((string)one!["message"]!)!));
            next = (string?)page["nextToken"];
        }
        while (next is not null);
        return lines;
    }
}
