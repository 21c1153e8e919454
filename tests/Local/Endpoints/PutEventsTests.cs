using System.Text.Json;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class PutEventsTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delivers_the_envelope_of_an_event_to_the_queue_of_a_matching_rule()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.EventBridge();

        var response = await client.PutEventsAsync(
            new PutEventsRequest
            {
                Entries =
                [
                    new()
                    {
                        EventBusName = TestCloud.BusName,
                        Source = "shop.orders",
                        DetailType = "OrderCreated.v2",
                        Detail = """ {"total": 1.0, "id": 12345678901234567890, "a": 1, "a": 2} """,
                        Time = new DateTime(2010, 12, 1, 8, 26, 30, 700, DateTimeKind.Utc),
                        Resources = ["order/1"],
                    },
                ],
            }, Cancelled);

        var message = Assert.Single(await laptop.Bus.ReceiveAsync("confirmations"));
        Assert.Equal(0, response.FailedEntryCount);
        Assert.Equal(
            $$$"""{"version":"0","id":"{{{response.Entries[0].EventId}}}","detail-type":"OrderCreated.v2","source":"shop.orders","""
            + """ "account":"123456789012","time":"2010-12-01T08:26:30Z","region":"eu-central-1","resources":["order/1"],""".TrimStart()
            + """ "detail":{"total": 1.0, "id": 12345678901234567890, "a": 1, "a": 2}}""".TrimStart(),
            message.Body);
    }

    public static TheoryData<string, string, string> Cases()
    {
        using var cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Endpoints", "put-events.json")));
        var data = new TheoryData<string, string, string>();
        foreach (var one in cases.RootElement.EnumerateArray())
        {
            data.Add(one.GetProperty("name").GetString()!, one.GetProperty("request").GetRawText(), one.GetProperty("answer").GetRawText());
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Answers_as_AWS_does(string name, string request, string answer)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var message = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(request.Replace("\"<1000 levels>\"", Nested(1000), StringComparison.Ordinal)
                .Replace("<1 MiB>", new string('x', 1024 * 1024), StringComparison.Ordinal)),
            Headers = { { "X-Amz-Target", "AWSEvents.PutEvents" } },
        };

        using var response = await laptop.Http.SendAsync(message, Cancelled);

        using var expected = JsonDocument.Parse(answer);
        using var actual = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        AssertSame(name, expected.RootElement, actual.RootElement, (int)response.StatusCode);
        Assert.NotEmpty(response.Headers.GetValues("x-amzn-RequestId"));
    }

    private static void AssertSame(string name, JsonElement expected, JsonElement actual, int status)
    {
        if (expected.TryGetProperty("__type", out var code))
        {
            Assert.Equal(400, status);
            Assert.Equal(code.GetString(), actual.GetProperty("__type").GetString());
            Assert.Equal(expected.GetProperty("message").GetString(), actual.GetProperty("message").GetString());
            return;
        }
        Assert.Equal(200, status);
        var entries = actual.GetProperty("Entries").EnumerateArray().ToArray();
        var wanted = expected.GetProperty("Entries").EnumerateArray().ToArray();
        Assert.Equal(wanted.Length, entries.Length);
        foreach (var (want, entry) in wanted.Zip(entries))
        {
            if (want.ValueKind == JsonValueKind.Null)
            {
                Assert.True(entry.TryGetProperty("EventId", out _), $"{name}: {entry}");
            }
            else
            {
                Assert.Equal(
                    want.EnumerateArray().Select(part => part.GetString()),
                    [entry.GetProperty("ErrorCode").GetString(), entry.GetProperty("ErrorMessage").GetString()]);
            }
        }
        Assert.Equal(wanted.Count(want => want.ValueKind != JsonValueKind.Null), actual.GetProperty("FailedEntryCount").GetInt32());
    }

    private static string Nested(int levels) =>
        JsonSerializer.Serialize(string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels));

    [Theory]
    [InlineData("shoop", "which does not exist")]
    [InlineData("default", "which has no rule and no archive")]
    public async Task Takes_an_event_for_a_bus_on_which_nobody_listens_and_warns_once_that_it_is_lost(string bus, string why)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.EventBridge();

        var response = await client.PutEventsAsync(Request("shop.orders", bus), Cancelled);

        Assert.NotNull(response.Entries[0].EventId);
        var line = Assert.Single(laptop.Bus.Log.Lines);
        Assert.StartsWith($"Warning: OrderCreated.v2 from shop.orders was put on bus '{bus}', {why}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Holds_a_function_to_its_role_and_source_but_not_the_developer()
    {
        await using var laptop = await TestEndpoints.StartAsync(
            TestCloud.Model(rolePolicy: [TestCloud.Allow("events:PutEvents", TestCloud.BusArn, ("events:source", "shop.orders"))]));
        using var function = laptop.EventBridge("LOCAL" + TestCloud.FunctionName);
        using var developer = laptop.EventBridge();

        var own = await function.PutEventsAsync(Request("shop.orders"), Cancelled);
        var foreign = await function.PutEventsAsync(Request("shop.contracts"), Cancelled);
        var byDeveloper = await developer.PutEventsAsync(Request("shop.contracts"), Cancelled);

        Assert.Equal(0, own.FailedEntryCount);
        Assert.Equal("NotAuthorizedForSourceException", foreign.Entries[0].ErrorCode);
        Assert.Contains("shop.contracts", foreign.Entries[0].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(0, byDeveloper.FailedEntryCount);
    }

    [Fact]
    public async Task Refuses_a_function_without_permission_naming_who_what_and_where()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var function = laptop.EventBridge("LOCAL" + TestCloud.FunctionName);

        var error = await Assert.ThrowsAsync<AmazonEventBridgeException>(() => function.PutEventsAsync(Request("shop.orders"), Cancelled));

        Assert.Equal("AccessDeniedException", error.ErrorCode);
        Assert.StartsWith(
            $"User: {TestCloud.Arn("iam", "role/orders", "")} is not authorized to perform: events:PutEvents on resource: "
                + $"{TestCloud.BusArn}",
            error.Message, StringComparison.Ordinal);
    }

    private static PutEventsRequest Request(string source, string bus = TestCloud.BusName) => new()
    {
        Entries = [new() { EventBusName = bus, Source = source, DetailType = "OrderCreated.v2", Detail = "{}" }],
    };
}
