using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Waybill.Cli;
using Waybill.Local.Account;
using Waybill.Local.Functions;
using Waybill.Local.Metrics;
using Waybill.Local.Template;

namespace Waybill.Shop.Benchmarks;

/// <summary>How long a program took to start, in milliseconds.</summary>
internal sealed record StartTime(string Name, Statistics Milliseconds);

/// <summary>Times functions from the start of their process to their first request, and beside them a program that does nothing.</summary>
internal sealed class FunctionStarts(string templates)
{
    public const string Empty = "an empty program";

    private const int Starts = 7;

    /// <summary>One function of each team (a team's are one program), in turns; the first of the result is the baseline.</summary>
    public async Task<IReadOnlyList<StartTime>> MeasureAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var model = TemplateReader.Read(templates);
        var functions = model.Functions.DistinctBy(function => function.Handler)
            .OrderBy(function => function.Handler, StringComparer.Ordinal).ToList();
        var times = functions.ToDictionary(function => function.Handler, _ => new List<double>());
        var nothing = new List<double>();
        for (var start = 0; start <= Starts; start++)
        {
            var counts = start > 0; // The first round brings the files into memory.
            var milliseconds = await NothingAsync(cancellationToken);
            Keep(nothing, milliseconds, counts);
            foreach (var function in functions)
            {
                Keep(times[function.Handler], await FunctionAsync(function, cancellationToken), counts);
            }

            say($"functions started, round {start} of {Starts}");
        }

        return
        [
            new StartTime(Empty, Statistics.Of(nothing)),
            .. times.Select(entry => new StartTime(entry.Key, Statistics.Of(entry.Value))),
        ];
    }

    private static void Keep(List<double> times, double milliseconds, bool counts)
    {
        if (counts)
        {
            times.Add(milliseconds);
        }
    }

    /// <summary>Starts the function as laptop mode does, against a Runtime API that never has an event for it.</summary>
    private static async Task<double> FunctionAsync(Function function, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        await using var app = builder.Build();
        var noOverrides = new Dictionary<string, string>();
        await using var functions = new FunctionHosts(
            [function], new FunctionHostOptions(noOverrides, new MetricStore(TimeProvider.System), _ => { }, TimeProvider.System));
        app.MapRuntimeApi(functions);
        await app.StartAsync(cancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var start = Stopwatch.GetTimestamp();
        await functions.StartAsync(new Uri(address).Authority, cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>From the start of the process to its first line.</summary>
    internal static async Task<double> NothingAsync(CancellationToken cancellationToken)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Waybill.Nothing.dll");
        var start = Stopwatch.GetTimestamp();
        var info = new ProcessStartInfo("dotnet", [program]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(info)!;
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
            var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            await process.WaitForExitAsync(cancellationToken);
            return line == "started"
                ? milliseconds
                : throw new UserErrorException($"'dotnet {program}' said '{line}', expected 'started'.");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
