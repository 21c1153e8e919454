using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
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
    private readonly IReadOnlyDictionary<string, string>? _keys;
    private readonly int _instances;
    private readonly Action<IEndpointRouteBuilder>? _pages;
    private readonly IReadOnlyDictionary<string, string> _openTelemetry;
    private Laptop _laptop = null!;

    private RunningShop(
        string templates, IReadOnlyDictionary<string, string>? keys, int instances, Action<IEndpointRouteBuilder>? pages,
        IReadOnlyDictionary<string, string>? openTelemetry)
    {
        (_templates, _keys, _instances, _pages) = (templates, keys, instances, pages);
        _openTelemetry = openTelemetry ?? new Dictionary<string, string>(StringComparer.Ordinal);
        Aws = new AwsCalls(() => Laptop.Endpoint);
    }

    /// <summary>Its AWS APIs.</summary>
    public AwsCalls Aws { get; }

    /// <summary>What the functions and the laptop said, for a test that fails.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    public AdminClient Client { get; private set; } = null!;

    public Laptop Laptop => _laptop;

    public static Task<RunningShop> OpenAsync(Templates templates, int instances = 1) => OpenAsync(templates.Folder, instances: instances);

    /// <param name="templates">A folder of templates, for a test that has changed something in them.</param>
    /// <param name="time">The laptop's clock; what runs beside it has the real one.</param>
    /// <param name="keys">What calls must be signed with; null when signatures are not checked.</param>
    /// <param name="instances">Processes of a function at most: two where what happens at once matters. Each costs its start.</param>
    /// <param name="pages">What is served beside the APIs; null for nothing.</param>
    /// <param name="openTelemetry">OpenTelemetry's variables; null where nobody asks for spans.</param>
    public static async Task<RunningShop> OpenAsync(
        string templates, TimeProvider? time = null, IReadOnlyDictionary<string, string>? keys = null, int instances = 1,
        Action<IEndpointRouteBuilder>? pages = null, IReadOnlyDictionary<string, string>? openTelemetry = null)
    {
        var shop = new RunningShop(templates, keys, instances, pages, openTelemetry);
        await shop.StartAsync(time ?? TimeProvider.System);
        return shop;
    }

    public Task<Ledger> PlayAsync(ShopDay day) => Play.RunAsync(
        Client, day, Templates.Quiet, Play.Developer, TestContext.Current.CancellationToken);

    public Task<JsonNode> CallAsync(string target, JsonObject body) => Aws.CallAsync(target, body);

    public Task PutEventAsync(string source, string detailType, string detail) => Aws.PutEventAsync(source, detailType, detail);

    /// <summary>Closes the shop and opens it again with what it kept, and the real clock.</summary>
    public async Task ReopenAsync()
    {
        await CloseAsync();
        await StartAsync(TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _data.Delete(recursive: true);
    }

    private async Task StartAsync(TimeProvider time)
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
                Time = time,
                StrictAuthKeys = _keys,
                MaximumInstances = _instances,
                OpenTelemetry = _openTelemetry,
                Pages = _pages ?? (_ => { }),
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
