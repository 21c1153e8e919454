using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Waybill.Local.Functions;
using Waybill.Local.Tests.Functions;

namespace Waybill.Local.Tests;

public sealed class LaptopTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("waybill-laptop-").FullName;
    private readonly BlockingCollection<FunctionLogLine> _lines = [];
    private readonly ConcurrentQueue<string> _warnings = new();

    public LaptopTests()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "SampleShop")))
        {
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        var code = new JsonObject
        {
            ["source"] = new JsonObject { ["path"] = Bench.Sample().CodePath, ["packaging"] = "zip" },
            ["destinations"] = new JsonObject { ["here"] = new JsonObject { ["objectKey"] = "code.zip" } },
        };
        File.WriteAllText(Path.Combine(_folder, "shop.assets.json"), new JsonObject { ["files"] = new JsonObject { ["code"] = code } }.ToJsonString());
    }

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
    public async Task Points_functions_at_the_stand_ins()
    {
        await using var laptop = await Laptop.StartAsync(Options(), Cancelled);

        await PublishAsync(laptop, """{"do":"print LOGISTICS_URL"}""");

        Assert.Equal($"{laptop.Endpoint}_standin/logistics", Hear("_standin/logistics").Text);
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
        var options = Options() with { EnvironmentOverrides = new Dictionary<string, string>(StringComparer.Ordinal) { ["SAMPLE_START"] = "crash" } };

        var failure = await Assert.ThrowsAsync<FunctionStartException>(() => Laptop.StartAsync(options, Cancelled));

        Assert.Contains("Function sample did not start", failure.Message, StringComparison.Ordinal);
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
