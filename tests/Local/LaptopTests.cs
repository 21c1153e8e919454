using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Waybill.Local.Endpoints;
using Waybill.Local.Functions;
using Waybill.Local.Machine;
using Waybill.Local.Template.Applying;
using Waybill.Local.Tests.Functions;
using Waybill.Tests.Support;

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
    public async Task A_consumer_to_debug_that_there_is_not_is_one_error_that_lists_those_there_are()
    {
        var nobody = new DebuggedFunction("Shop/Nobody", (_, _) => throw new InvalidOperationException("Nothing is to be built."));

        var error = await Assert.ThrowsAsync<UnknownConsumerException>(
            () => Laptop.StartAsync(Options() with { Debug = nobody }, Cancelled));

        Assert.StartsWith("There is no consumer 'Shop/Nobody' to debug; there are ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_in_an_events_trace_what_was_done_for_it_and_what_failed()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var variables = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address,
            ["OTEL_SERVICE_NAME"] = "mine",
        };
        await using (var laptop = await Laptop.StartAsync(Options() with { OpenTelemetry = variables }, Cancelled))
        {
            await PublishAsync(laptop, """{"do":"print OTEL_EXPORTER_OTLP_ENDPOINT"}""");
            Hear(receiver.Address);
            await PublishAsync(
                laptop, """{"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","do":"throw jane@example.com"}""");
            Hear("failed: Sample.Thrown");
        }

        var parent = "b7ad6b7169203331";
        foreach (var (name, error) in new[] { ("route sample", null), ("wait orders", null), ("invoke sample", "Failed") })
        {
            var span = Assert.Single(receiver.Spans, span => span.Name == name);
            Assert.Equal(("mine", "0af7651916cd43dd8448eb211c80319c", parent), (span.Service, span.TraceId, span.ParentId));
            Assert.Equal((error is not null, error), (span.Failed, span.Attributes.GetValueOrDefault("error.type")));
            parent = span.SpanId;
        }

        Assert.DoesNotContain("jane", string.Concat(receiver.Requests), StringComparison.Ordinal);
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
        Assert.Contains("started again (1 of 5 a minute)", Assert.Single(_warnings), StringComparison.Ordinal);
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
}
