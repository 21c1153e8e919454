using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Waybill.Cli.Toolchain;
using Waybill.Local;
using Waybill.Local.Endpoints;
using Waybill.Player.Playing;

namespace Waybill.Shop.Tests;

/// <summary>A shop with a folder of its own: real functions, real DynamoDB, real HTTP, on a free port.</summary>
internal sealed class RunningShop : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("waybill-shop-");
    private readonly string _templates;
    private Laptop _laptop = null!;

    private RunningShop(string templates) => _templates = templates;

    /// <summary>What the functions and the laptop said, for a test that fails.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    public AdminClient Client { get; private set; } = null!;

    public Laptop Laptop => _laptop;

    public static Task<RunningShop> OpenAsync(Templates templates) => OpenAsync(templates.Folder);

    /// <param name="templates">A folder of templates, for a test that has changed something in them.</param>
    public static async Task<RunningShop> OpenAsync(string templates)
    {
        var shop = new RunningShop(templates);
        await shop.StartAsync();
        return shop;
    }

    public Task<Ledger> PlayAsync(ShopDay day) => Play.RunAsync(
        Client, day, Templates.Quiet, Play.Developer, TestContext.Current.CancellationToken);

    /// <summary>Calls an AWS API as an SDK does, as the developer at the keyboard.</summary>
    public async Task<JsonNode> CallAsync(string target, JsonObject body)
    {
        using var http = new HttpClient { BaseAddress = _laptop.Endpoint };
        using var content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/x-amz-json-1.1"));
        content.Headers.Add("X-Amz-Target", target);
        using var response = await http.PostAsync(new Uri("/", UriKind.Relative), content, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{target}: {answer}");
        return JsonNode.Parse(answer)!;
    }

    /// <summary>Puts an event on the bus as it is, described or not.</summary>
    public async Task PutEventAsync(string source, string detailType, string detail)
    {
        var entry = new JsonObject
        {
            ["EventBusName"] = "waybill-dev",
            ["Source"] = source,
            ["DetailType"] = detailType,
            ["Detail"] = detail,
        };
        var answer = await CallAsync("AWSEvents.PutEvents", new JsonObject { ["Entries"] = new JsonArray(entry) });
        Assert.Equal(0, (int)answer["FailedEntryCount"]!);
    }

    /// <summary>Closes the shop and opens it again with what it kept.</summary>
    public async Task ReopenAsync()
    {
        await CloseAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _data.Delete(recursive: true);
    }

    private async Task StartAsync()
    {
        var repository = Repository.Find();
        _laptop = await Laptop.StartAsync(
            new LaptopOptions
            {
                CdkOut = _templates,
                DataFolder = _data.FullName,
                NodeFolder = repository.Root,
                Programs = LaptopSetup.Read(repository).ToLaptop(repository),
                Port = 0,
                OnFunctionLine = line => Log.Enqueue($"{line.Function} {line.Text}"),
                OnWarning = Log.Enqueue,
                OnAlarm = alarm => Log.Enqueue($"alarm {alarm.Name} {alarm.To}"),
            },
            TestContext.Current.CancellationToken);
        Client = new AdminClient(_laptop.Endpoint);
    }

    private async Task CloseAsync()
    {
        Client.Dispose();
        await _laptop.DisposeAsync();
    }
}
