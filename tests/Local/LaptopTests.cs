using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Waybill.Local.Endpoints;
using Waybill.Local.Functions;
using Waybill.Local.Machine;
using Waybill.Local.Template.Applying;
using Waybill.Local.Tests.Functions;

namespace Waybill.Local.Tests;

public sealed class LaptopTests : IDisposable
{
    private const string Mirror = """
        require('http').createServer((request, response) => {
          if (request.url == '/die') process.exit(1);
          response.end(request.url + ' ' + process.env.DATA_FOLDER);
        }).listen(process.env.PORT, '127.0.0.1');
        process.stdin.resume().on('end', () => process.exit());
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("waybill-laptop-").FullName;
    private readonly BlockingCollection<FunctionLogLine> _lines = [];
    private readonly ConcurrentQueue<string> _warnings = new();

    public LaptopTests() => SampleAssembly.WriteTo(_folder);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _lines.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Takes_an_event_from_the_bus_to_the_function()
    {
        await using var laptop = await Laptop.StartAsync(Options(), Cancelled);

        await PublishAsync(laptop, """{"do":"say it has arrived"}""");

        Assert.Equal("it has arrived", Hear("it has arrived").Text);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Points_functions_at_a_program_beside_them_that_answers_and_starts_it_again_when_it_dies()
    {
        await using var laptop = await Laptop.StartAsync(With(Mirror, "LOGISTICS_URL"), Cancelled);
        using var admin = new AdminClient(laptop.Endpoint);
        var address = (await admin.StatusAsync(Cancelled)).Programs["mirror"];

        await PublishAsync(laptop, """{"do":"print LOGISTICS_URL"}""");
        Assert.Equal($"{address}goods", Hear("/goods").Text);
        using var http = new HttpClient();
        Assert.Equal($"/goods {Path.Combine(_folder, "data", "mirror")}", await http.GetStringAsync(new Uri(address, "goods"), Cancelled));

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(new Uri(address, "die"), Cancelled));
        while (_warnings.IsEmpty)
        {
            Cancelled.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Contains("'mirror'", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Contains("started again (1 of 5)", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LOGISTICS", "here/variables/LOGISTICS: no function has this variable; they have LOGISTICS_URL, SAMPLE_START.")]
    [InlineData("LOGISTICS_URL", "The program 'mirror' (here) ended with exit code 3 at start")]
    public async Task Says_which_program_does_not_fit_the_stacks_or_does_not_start(string variable, string message)
    {
        var failure = await Assert.ThrowsAnyAsync<LaptopStartException>(
            () => Laptop.StartAsync(With("process.exit(3)", variable), Cancelled));

        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivers_after_a_restart_what_was_not_handled_before_it()
    {
        await using (var laptop = await Laptop.StartAsync(Options(), Cancelled))
        {
            await PublishAsync(laptop, """{"do":"until never.txt"}""");
            Hear("waiting in");
        }
        await using (await Laptop.StartAsync(Options(), Cancelled))
        {
            Hear("waiting in");
        }
    }

    [Fact]
    public async Task Names_the_port_that_is_in_use_and_leaves_nothing_running()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var failure = await Assert.ThrowsAsync<PortInUseException>(() => Laptop.StartAsync(Options() with { Port = port }, Cancelled));

        Assert.Contains($"Port {port}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--port", failure.Message, StringComparison.Ordinal);
        // The data folder is free again, DynamoDB's part included.
        await using var laptop = await Laptop.StartAsync(Options(), Cancelled);
    }

    [Fact]
    public async Task Names_the_function_that_crashes_at_start_and_leaves_nothing_running()
    {
        var template = Path.Combine(_folder, "shop.template.json");
        var whole = await File.ReadAllTextAsync(template, Cancelled);
        await File.WriteAllTextAsync(template, whole.Replace("\"well\"", "\"crash\"", StringComparison.Ordinal), Cancelled);

        var failure = await Assert.ThrowsAsync<FunctionStartException>(() => Laptop.StartAsync(Options(), Cancelled));

        Assert.Contains("Function sample did not start", failure.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(template, whole, Cancelled);
        await using var laptop = await Laptop.StartAsync(Options(), Cancelled);
    }

    [Fact]
    public async Task Ends_every_process_it_started()
    {
        int child;
        await using (var laptop = await Laptop.StartAsync(Options() with { LogProcessIds = true }, Cancelled))
        {
            child = Hear("started as process").ProcessId;
        }

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(child));
    }

    [Fact]
    public async Task Swaps_a_functions_code_while_it_runs_and_the_old_code_ends_its_work()
    {
        await using var laptop = await Laptop.StartAsync(Options(), Cancelled);
        var go = Path.Combine(_folder, "go");
        await PublishAsync(laptop, $$"""{"do":"until {{go}}"}""");
        var old = Hear("waiting in").ProcessId;

        Assert.Equal(["sample"], await laptop.SwapCodeAsync(Bench.Sample().CodePath, Cancelled));

        await PublishAsync(laptop, """{"do":"say new"}""");
        await File.WriteAllTextAsync(go, "", Cancelled);
        Assert.NotEqual(old, Hear("new").ProcessId);
        using var admin = new AdminClient(laptop.Endpoint);
        // Ended before its answer, it would have left its message in flight.
        while (!(await admin.StatusAsync(Cancelled)).Idle)
        {
            await Task.Delay(20, Cancelled);
        }
    }

    [Fact]
    public async Task Applies_a_changed_template_while_it_runs_and_empties_everything_when_asked()
    {
        var results = new ConcurrentQueue<StackResult>();
        var options = Options() with { OnApplied = applied => applied.ToList().ForEach(results.Enqueue) };
        await using var laptop = await Laptop.StartAsync(options, Cancelled);
        var template = Path.Combine(_folder, "shop.template.json");
        var whole = await File.ReadAllTextAsync(template, Cancelled);
        Assert.All(results, result => Assert.Equal(StackAction.Created, result.Action));
        results.Clear();

        await File.WriteAllTextAsync(template, whole.Replace("\"well\"", "\"fine\"", StringComparison.Ordinal), Cancelled);
        await laptop.ApplyAsync(Cancelled);
        Assert.Equal(["Function"], results.Where(result => result.Action != StackAction.Unchanged).Select(result => result.Kind));

        await PublishAsync(laptop, """{"do":"say it has arrived"}""");
        Hear("it has arrived");
        using var http = new HttpClient { BaseAddress = laptop.Endpoint };
        using var reset = await http.PostAsync(new Uri("/_waybill/reset", UriKind.Relative), null, Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        using var admin = new AdminClient(laptop.Endpoint);
        Assert.Equal(0, (await admin.StatusAsync(Cancelled)).EventsPublished);
        await PublishAsync(laptop, """{"do":"say it goes on"}""");
        Hear("it goes on");
    }

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
        await using var laptop = await Laptop.StartAsync(Options(), Cancelled);
        using var http = new HttpClient { BaseAddress = laptop.Endpoint };
        var bus = (string)(await EventsAsync(http, "DescribeEventBus", new JsonObject { ["Name"] = "shop" }))["Arn"]!;
        await EventsAsync(http, "DeleteArchive", new JsonObject { ["ArchiveName"] = "orders" });
        await EventsAsync(http, "CreateArchive", new JsonObject { ["ArchiveName"] = "all-orders", ["EventSourceArn"] = bus });

        using var reset = await http.PostAsync(new Uri("/_waybill/reset", UriKind.Relative), null, Cancelled);

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
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
        await using var laptop = await Laptop.StartAsync(Options(), Cancelled);
        using var http = new HttpClient { BaseAddress = laptop.Endpoint };
        await AlarmsAsync(http, "SetAlarmState", """{ "AlarmName": "declared", "StateValue": "ALARM", "StateReason": "" }""");
        await AlarmsAsync(http, "PutCompositeAlarm", """{ "AlarmName": "made", "AlarmRule": "ALARM(declared)" }""");
        await AlarmsAsync(http, "DisableAlarmActions", """{ "AlarmNames": ["declared"] }""");
        var first = await CreatedAsync(http);
        var policy = await PolicyAsync(http);

        using var reset = await http.PostAsync(new Uri("/_waybill/reset", UriKind.Relative), null, Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);

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
        await using var laptop = await Laptop.StartAsync(Options(), Cancelled);
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
        using var reset = await http.PostAsync(new Uri("/_waybill/reset", UriKind.Relative), null, Cancelled);

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal(before, (await client.ListTablesAsync(Cancelled)).TableNames);
    }

    private LaptopOptions With(string script, string variable) => Options() with
    {
        Programs = new Dictionary<string, LaptopProgram>(StringComparer.Ordinal)
        {
            ["mirror"] = new(["node", "-e", script], _folder, new Dictionary<string, string> { [variable] = "/goods" }, "here"),
        },
    };

    private LaptopOptions Options() => new()
    {
        CdkOut = _folder,
        DataFolder = Path.Combine(_folder, "data"),
        NodeFolder = Repository.Root,
        Port = 0,
        OnFunctionLine = _lines.Add,
        OnWarning = _warnings.Enqueue,
    };

    private FunctionLogLine Hear(string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        return _lines.GetConsumingEnumerable(patience.Token).First(line => line.Text.Contains(text, StringComparison.Ordinal));
    }

    private static async Task PublishAsync(Laptop laptop, string detail)
    {
        using var client = new AmazonEventBridgeClient(
            new BasicAWSCredentials("developer", "x"),
            new AmazonEventBridgeConfig { ServiceURL = laptop.Endpoint.ToString(), AuthenticationRegion = "eu-west-1" });
        var entry = new PutEventsRequestEntry { EventBusName = "shop", Source = "shop.orders", DetailType = "Ordered", Detail = detail };
        Assert.Equal(0, (await client.PutEventsAsync(new PutEventsRequest { Entries = [entry] }, Cancelled)).FailedEntryCount);
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
