using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Waybill.Local.Tests;

/// <summary>What <c>POST /_waybill/reset</c> leaves: what the templates say, and new.</summary>
public sealed class ResetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("waybill-reset-").FullName;

    public ResetTests() => SampleAssembly.WriteTo(_folder);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Empties_to_the_archives_of_the_template_each_with_its_rule()
    {
        var template = Path.Combine(_folder, "shop.template.json");
        var shop = JsonNode.Parse(await File.ReadAllTextAsync(template, Cancelled))!;
        shop["Resources"]!["Archive"] = new JsonObject
        {
            ["Type"] = "AWS::Events::Archive",
            ["Properties"] = new JsonObject
            {
                ["ArchiveName"] = "orders",
                ["SourceArn"] = new JsonObject { ["Fn::GetAtt"] = new JsonArray("Bus", "Arn") },
            },
        };
        await File.WriteAllTextAsync(template, shop.ToJsonString(), Cancelled);
        await using var laptop = await StartAsync();
        using var http = new HttpClient { BaseAddress = laptop.Endpoint };
        var bus = (string)(await EventsAsync(http, "DescribeEventBus", new JsonObject { ["Name"] = "shop" }))["Arn"]!;
        await EventsAsync(http, "DeleteArchive", new JsonObject { ["ArchiveName"] = "orders" });
        await EventsAsync(http, "CreateArchive", new JsonObject { ["ArchiveName"] = "all-orders", ["EventSourceArn"] = bus });

        await ResetAsync(http);

        var archives = await EventsAsync(http, "ListArchives", []);
        Assert.Equal("orders", (string?)Assert.Single(archives["Archives"]!.AsArray())!["ArchiveName"]);
        var rules = await EventsAsync(
            http, "ListRules", new JsonObject { ["EventBusName"] = "shop", ["NamePrefix"] = "Events-Archive-" });
        Assert.Equal("Events-Archive-orders", (string?)Assert.Single(rules["Rules"]!.AsArray())!["Name"]);
    }

    [Fact]
    public async Task Empties_to_resources_and_alarms_that_are_new()
    {
        var template = Path.Combine(_folder, "shop.template.json");
        var shop = JsonNode.Parse(await File.ReadAllTextAsync(template, Cancelled))!;
        shop["Resources"]!["Alarm"] = JsonNode.Parse("""
            { "Type": "AWS::CloudWatch::Alarm", "Properties": { "AlarmName": "declared", "Namespace": "N", "MetricName": "M",
              "Statistic": "Sum", "EvaluationPeriods": 1, "Threshold": 0, "ComparisonOperator": "GreaterThanThreshold" } }
            """);
        shop["Resources"]!["MayCall"] = JsonNode.Parse("""
            { "Type": "AWS::Lambda::Permission", "Properties": { "FunctionName": { "Fn::GetAtt": ["Function", "Arn"] },
              "Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com" } }
            """);
        await File.WriteAllTextAsync(template, shop.ToJsonString(), Cancelled);
        var before = TimeProvider.System.GetUtcNow();
        await using var laptop = await StartAsync();
        using var http = new HttpClient { BaseAddress = laptop.Endpoint };
        await AlarmsAsync(http, "SetAlarmState", """{ "AlarmName": "declared", "StateValue": "ALARM", "StateReason": "" }""");
        await AlarmsAsync(http, "PutCompositeAlarm", """{ "AlarmName": "made", "AlarmRule": "ALARM(declared)" }""");
        await AlarmsAsync(http, "DisableAlarmActions", """{ "AlarmNames": ["declared"] }""");
        var first = await CreatedAsync(http);
        var policy = await PolicyAsync(http);

        await ResetAsync(http);

        var alarms = await AlarmsAsync(http, "DescribeAlarms", """{ "AlarmTypes": ["MetricAlarm", "CompositeAlarm"] }""");
        Assert.Empty(alarms["CompositeAlarms"]!.AsArray());
        var declared = Assert.Single(alarms["MetricAlarms"]!.AsArray())!;
        Assert.Equal(
            ("declared", "INSUFFICIENT_DATA", true),
            ((string?)declared["AlarmName"], (string?)declared["StateValue"], (bool)declared["ActionsEnabled"]!));
        Assert.Empty((await AlarmsAsync(http, "DescribeAlarmHistory", "{}"))["AlarmHistoryItems"]!.AsArray());
        Assert.InRange(first, before.ToUnixTimeSeconds(), await CreatedAsync(http));
        Assert.Equal(policy, await PolicyAsync(http));
    }

    [Fact]
    public async Task Empties_to_the_tables_of_the_template()
    {
        await using var laptop = await StartAsync();
        using var client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("developer", "x"),
            new AmazonDynamoDBConfig { ServiceURL = laptop.Endpoint.ToString(), AuthenticationRegion = "eu-west-1" });
        var before = (await client.ListTablesAsync(Cancelled)).TableNames;
        await client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = "called",
                AttributeDefinitions = [new("k", ScalarAttributeType.S)],
                KeySchema = [new("k", KeyType.HASH)],
                BillingMode = BillingMode.PAY_PER_REQUEST,
            },
            Cancelled);

        using var http = new HttpClient { BaseAddress = laptop.Endpoint };
        await ResetAsync(http);

        Assert.Equal(before, (await client.ListTablesAsync(Cancelled)).TableNames);
    }

    private Task<Laptop> StartAsync() => Laptop.StartAsync(
        new LaptopOptions { CdkOut = _folder, DataFolder = Path.Combine(_folder, "data"), NodeFolder = Repository.Root, Port = 0 },
        Cancelled);

    private static async Task ResetAsync(HttpClient http)
    {
        using var reset = await http.PostAsync(new Uri("/_waybill/reset", UriKind.Relative), null, Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
    }

    private static Task<JsonObject> AlarmsAsync(HttpClient http, string operation, string body) =>
        CallAsync(http, $"GraniteServiceVersion20100801.{operation}", JsonNode.Parse(body)!.AsObject());

    /// <summary>When the bus was made, in seconds since 1970.</summary>
    private static async Task<long> CreatedAsync(HttpClient http) =>
        (long)(double)(await EventsAsync(http, "DescribeEventBus", new JsonObject { ["Name"] = "shop" }))["CreationTime"]!;

    private static async Task<string> PolicyAsync(HttpClient http) =>
        (string)JsonNode.Parse(await http.GetStringAsync(new Uri("/2015-03-31/functions/sample/policy", UriKind.Relative), Cancelled))!
            ["Policy"]!;

    private static Task<JsonObject> EventsAsync(HttpClient http, string operation, JsonObject body) =>
        CallAsync(http, $"AWSEvents.{operation}", body);

    private static async Task<JsonObject> CallAsync(HttpClient http, string target, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/x-amz-json-1.1")),
            Headers = { { "X-Amz-Target", target } },
        };
        using var response = await http.SendAsync(request, Cancelled);
        var answer = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(response.IsSuccessStatusCode, answer);
        return answer.Length == 0 ? [] : JsonNode.Parse(answer)!.AsObject();
    }
}
