using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.Lambda;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Functions;
using Waybill.Local.Metrics;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Functions;

/// <summary>Lambda as a client meets it: its REST API over a durable account, and functions that run.</summary>
internal sealed class LambdaBench : IAsyncDisposable
{
    public const string Role = "arn:aws:iam::123456789012:role/sample";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly bool _ownsFolder;
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<FunctionLogLine> _lines = new();
    private readonly SemaphoreSlim _heard = new(0);

    private LambdaBench(string? folder, TimeProvider time)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("waybill-lambda-").FullName;
        Store = BusStore.Open(Folder, time);
        Account = new LiveAccount(Store, time, new Quotas());
        Queues = new Queues(Account, Store, time, NullLogger<Queues>.Instance);
        Code = new FunctionCode(Path.Combine(Folder, "functions"));
        Hosts = new FunctionHosts(Account.Now.All<Function>(), new FunctionHostOptions(
            new Dictionary<string, string>(StringComparer.Ordinal), new MetricStore(time), Hear, time)
        {
            WorkTime = time,
            StartTime = TimeSpan.FromDays(1),
        });
        Account.Follow(Hosts.Follow);
        var ports = new DestinationPorts(
            (sent, _) =>
            {
                Published.Enqueue(sent);
                return Task.CompletedTask;
            },
            (_, _, _, _) => Task.CompletedTask);
        Runner = new AsyncRunner(Account, Store, Queues, Hosts, ports, Warnings.Enqueue);
        Sources = new EventSources(Hosts, Queues, Warnings.Enqueue);
        Account.Follow(Sources.Follow);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapRuntimeApi(Hosts);
        _app.MapLambda(new LambdaApi(
            Account, new Callers(Account, new Scope("123456789012", "eu-central-1"), new Sessions(time), (_, _, _) => { }),
            verifier: null, Hosts, Code,
            Runner, NullLogger<LambdaApi>.Instance));
    }

    public string Folder { get; }
    public BusStore Store { get; }
    public LiveAccount Account { get; }
    public Queues Queues { get; }
    public FunctionCode Code { get; }
    public FunctionHosts Hosts { get; }
    public AsyncRunner Runner { get; }
    public EventSources Sources { get; }
    public HttpClient Http { get; private set; } = null!;
    public ConcurrentQueue<string> Warnings { get; } = new();
    public ConcurrentQueue<DestinationEvent> Published { get; } = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>
    /// With roles <c>sample</c>, which may do all that functions need, and <c>powerless</c>; queues <c>orders</c> and <c>dead</c>.
    /// </summary>
    public static async Task<LambdaBench> StartAsync(string? folder = null, TimeProvider? time = null)
    {
        var bench = new LambdaBench(folder, time ?? TimeProvider.System);
        await bench._app.StartAsync(Cancelled);
        bench.Http = new HttpClient { BaseAddress = new Uri(bench._app.Urls.Single()), Timeout = Patience };
        await bench.Account.ChangeAsync(
            change =>
            {
                string[] actions = ["sqs:*", "lambda:InvokeFunction", "events:PutEvents", "sns:Publish"];
                change.Put(new Role("sample", Role, [.. actions.Select(action => TestCloud.Allow(action, "*"))]));
                change.Put(new Role("powerless", Role.Replace("sample", "powerless", StringComparison.Ordinal), []));
                foreach (var name in (string[])["orders", "dead"])
                {
                    change.Put(new Queue(
                        name, TestCloud.QueueArn(name), TimeSpan.FromMinutes(2), TimeSpan.FromDays(4), TimeSpan.Zero, null, []));
                }
            },
            Cancelled);
        await bench.Hosts.StartAsync(bench.Http.BaseAddress.Authority, Cancelled);
        bench.Runner.Start();
        bench.Sources.Start(bench.Account.Now.All<EventSourceMapping>());
        return bench;
    }

    /// <summary>An order for the sample function.</summary>
    public static string Order(params string[] orders) => new JsonObject
    {
        ["Records"] = new JsonArray([.. orders.Select((order, index) => new JsonObject { ["messageId"] = $"m{index}", ["body"] = order })]),
    }.ToJsonString();

    /// <summary>The sample function as an archive, with more files.</summary>
    public static string Archive(params (string Name, string Text, bool Executable)[] more)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var file in Directory.EnumerateFiles(Bench.Sample().CodePath, "Waybill.SampleFunction.*"))
            {
                zip.CreateEntryFromFile(file, Path.GetFileName(file), CompressionLevel.Fastest);
            }

            foreach (var (name, text, executable) in more)
            {
                var entry = zip.CreateEntry(name);
                entry.ExternalAttributes = (executable ? 0b1_000_000_111_101_101 : 0b1_000_000_110_100_100) << 16;
                using var writer = new StreamWriter(entry.Open());
                writer.Write(text);
            }
        }

        return Convert.ToBase64String(bytes.ToArray());
    }

    /// <summary>Makes a function of the sample's code.</summary>
    public async Task<JsonObject> CreateAsync(string name = "sample", Action<JsonObject>? with = null)
    {
        var request = new JsonObject
        {
            ["FunctionName"] = name,
            ["Role"] = Role,
            ["Runtime"] = "dotnet10",
            ["Handler"] = "Waybill.SampleFunction",
            ["Timeout"] = 60,
            ["MemorySize"] = 256,
            [nameof(Code)] = new JsonObject { ["ZipFile"] = Archive() },
        };
        with?.Invoke(request);
        using var response = await SendAsync(HttpMethod.Post, "/2015-03-31/functions", request.ToJsonString());
        return await JsonAsync(response, HttpStatusCode.Created);
    }

    public async Task<JsonObject> CallAsync(
        HttpMethod method, string path, string? body = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await SendAsync(method, path, body);
        return await JsonAsync(response, expected);
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(request, Cancelled);
    }

    public Task<HttpResponseMessage> InvokeAsync(string order, string name = "sample", params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, $"/2015-03-31/functions/{name}/invocations", Order(order), headers);

    /// <summary>Waits until so many lines have the text.</summary>
    public async Task<IReadOnlyList<FunctionLogLine>> HearAsync(string text, int times = 1)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var lines = _lines.Where(line => line.Text.Contains(text, StringComparison.Ordinal)).ToList();
            if (lines.Count >= times)
            {
                return lines;
            }

            await _heard.WaitAsync(patience.Token);
        }
    }

    public Task SendToAsync(string queue, string body) => Queues.SendAsync(
        [Queues.Prepare(TestCloud.QueueArn(queue), body, MessageAttribute.None, traceHeader: null, TimeSpan.Zero)], Cancelled);

    public async Task<ReceivedMessage> ReceiveAsync(string queue) => Assert.Single(
        await Queues[TestCloud.QueueArn(queue)].ReceiveAsync(1, TimeSpan.FromHours(6), visibility: null, Cancelled));

    /// <summary>Lets time pass, second after second, until something has happened.</summary>
    public Task PassAsync(ManualTime time, Func<bool> holds) => UntilAsync(() =>
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return holds();
    });

    public async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Runner.DisposeAsync();
        await Sources.DisposeAsync();
        await Hosts.DisposeAsync();
        Http.Dispose();
        await _app.DisposeAsync();
        await Queues.DisposeAsync();
        Account.Dispose();
        await Store.DisposeAsync();
        _heard.Dispose();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static async Task<JsonObject> JsonAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode}: {text}");
        return text.Length == 0 ? [] : (JsonObject)JsonNode.Parse(text)!;
    }

    private void Hear(FunctionLogLine line)
    {
        _lines.Enqueue(line);
        _heard.Release();
    }
}
