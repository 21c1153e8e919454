using System.Collections.Concurrent;
using Waybill.Cli.Playing;
using Waybill.Local;

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

    public LaptopClient Client { get; private set; } = null!;

    public Laptop Laptop => _laptop;

    public static async Task<RunningShop> OpenAsync(Templates templates)
    {
        var shop = new RunningShop(templates.Folder);
        await shop.StartAsync();
        return shop;
    }

    public Task<Ledger> PlayAsync(ShopDay day) => Play.RunAsync(Client, day, Templates.Quiet, TestContext.Current.CancellationToken);

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
        _laptop = await Laptop.StartAsync(
            new LaptopOptions
            {
                CdkOut = _templates,
                DataFolder = _data.FullName,
                NodeFolder = Cli.Toolchain.Repository.Find().Root,
                Port = 0,
                OnFunctionLine = line => Log.Enqueue($"{line.Function} {line.Text}"),
                OnWarning = Log.Enqueue,
                OnAlarm = alarm => Log.Enqueue($"alarm {alarm.Name} {alarm.To}"),
            },
            TestContext.Current.CancellationToken);
        Client = new LaptopClient(_laptop.Endpoint);
    }

    private async Task CloseAsync()
    {
        Client.Dispose();
        await _laptop.DisposeAsync();
    }
}
