using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints;
using Waybill.Player.Playing;

namespace Waybill.Shop.Tests.Operating;

/// <summary>A shop that <c>waybill up</c> runs, which is there to be killed.</summary>
internal sealed class Runner : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("waybill-killed-night-");
    private readonly int _port = Ports.Free();
    private WaybillProcess _process = null!;

    private Runner() => Aws = new AwsCalls(() => new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", _port).Uri);

    public AwsCalls Aws { get; }

    public static async Task<Runner> StartAsync()
    {
        var runner = new Runner();
        await runner.StartAgainAsync();
        return runner;
    }

    /// <summary>Kills it as <c>kill -9</c> does, and waits until the processes that it had started have noticed.</summary>
    /// <param name="within">How long they may take; null for as long as a busy machine may need.</param>
    public async Task KillAsync(TimeSpan? within = null)
    {
        var children = ChildProcesses.Of(_process.Id);
        _process.Kill();
        await _process.ExitAsync();
        await ChildProcesses.EndedAsync(children, within ?? WaybillProcess.Longest);
        _process.Dispose();
    }

    /// <summary>Runs it again on what it kept, and waits until it is there.</summary>
    public async Task StartAgainAsync()
    {
        BeginAgain();
        await _process.SeesAsync("Everything stays up");
    }

    /// <summary>The same without waiting.</summary>
    public void BeginAgain() =>
        _process = WaybillProcess.Start(["up", "--no-build", "--no-play", "--port", $"{_port}", "--data", _data.FullName]);

    public async Task<Ledger> PlayAsync(ShopDay day)
    {
        using var client = new AdminClient(Aws.Endpoint);
        return await Play.RunAsync(client, day, Templates.Quiet, Play.Developer, TestContext.Current.CancellationToken);
    }

    /// <summary>Tells the third parties of a day's orders.</summary>
    public async Task RegisterAsync(ShopDay day)
    {
        using var client = new AdminClient(Aws.Endpoint);
        using var others = Player.Playing.ThirdParties.Of(await client.StatusAsync(TestContext.Current.CancellationToken));
        await others.RegisterAsync([.. day.Orders.Select(Play.Registered)], TestContext.Current.CancellationToken);
    }

    public async Task<IReadOnlyList<CaughtMail>> MailsAsync()
    {
        using var client = new AdminClient(Aws.Endpoint);
        return await client.MailsAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _data.Delete(recursive: true);
    }
}
