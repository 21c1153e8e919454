using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Functions;
using Waybill.Local.Metrics;

namespace Waybill.Local.Tests.Functions;

/// <summary>The sample function behind a real Runtime API, and what is heard of it.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<FunctionLogLine> _lines = new();
    private readonly SemaphoreSlim _heard = new(0);

    private Bench(Function function, Func<FunctionHostOptions, FunctionHostOptions> configure)
    {
        var options = configure(new FunctionHostOptions(
            new Dictionary<string, string>(StringComparer.Ordinal), Metrics, Hear, TimeProvider.System));
        Hosts = new FunctionHosts([function], options);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapRuntimeApi(Hosts);
    }

    public MetricStore Metrics { get; } = new(TimeProvider.System);

    public FunctionHosts Hosts { get; }

    public FunctionHost Host => Hosts.All.Single();

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static Function Sample(params (string Name, string Value)[] environment) => new(
        "sample", "arn:aws:lambda:eu-west-1:000000000000:function:sample", "role", "dotnet10", "Waybill.SampleFunction", CodePath(), 256,
        TimeSpan.FromMinutes(2), ReservedConcurrency: null, "/aws/lambda/sample", environment.ToDictionary(
            e => e.Name, e => e.Value, StringComparer.Ordinal));

    /// <summary>The sample function without what waits for a debugger, so that the rest of its being debugged is seen.</summary>
    public static Function Debuggable(TimeSpan timeout) => Sample(("DOTNET_STARTUP_HOOKS", "")) with { Timeout = timeout };

    public static async Task<Bench> StartAsync(Function? function = null, Func<FunctionHostOptions, FunctionHostOptions>? configure = null)
    {
        var bench = await PrepareAsync(function, configure);
        await bench.Hosts.StartAsync(bench.Address.Authority, TestContext.Current.CancellationToken);
        return bench;
    }

    /// <summary>Everything but the function's first instance.</summary>
    public static async Task<Bench> PrepareAsync(
        Function? function = null, Func<FunctionHostOptions, FunctionHostOptions>? configure = null)
    {
        var bench = new Bench(function ?? Sample(), configure ?? (options => options));
        await bench._app.StartAsync(TestContext.Current.CancellationToken);
        return bench;
    }

    public Task<InvocationResult> InvokeAsync(params string[] bodies)
    {
        var records = bodies.Select((body, index) => new JsonObject { ["messageId"] = $"m{index}", ["body"] = body });
        var payload = new JsonObject { ["Records"] = new JsonArray([.. records]) };
        return Host.InvokeAsync(
                new InvocationRequest(System.Text.Encoding.UTF8.GetBytes(payload.ToJsonString())), TestContext.Current.CancellationToken)
            .WaitAsync(Patience);
    }

    /// <summary>Waits until so many lines have the text, and returns them.</summary>
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

    public double Total(string name) => Metrics.Totals("AWS/Lambda", name).SingleOrDefault()?.Value.Sum ?? 0;

    public async ValueTask DisposeAsync()
    {
        await Hosts.DisposeAsync();
        await _app.DisposeAsync();
        _heard.Dispose();
    }

    private void Hear(FunctionLogLine line)
    {
        _lines.Enqueue(line);
        _heard.Release();
    }

    private static string CodePath()
    {
        // …/tests/Local/bin/Debug/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Repository.Root, "tests", "Local", "SampleFunction", "bin", output.Parent!.Name, output.Name);
    }
}
