using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Waybill.Cli.Toolchain;
using Waybill.Local.Account;
using Waybill.Local.Template;

namespace Waybill.Shop.Benchmarks;

/// <summary>How long a function took from the start of its process to its first request for an event, and to its first answer.</summary>
internal sealed record PackagedStart(string Packaging, Statistics ToNext, Statistics ToAnswer)
{
    /// <summary>For people as a table.</summary>
    /// <param name="starts">The first is the baseline.</param>
    /// <param name="empty">How long a program that does nothing takes to say so.</param>
    /// <param name="console">Where to.</param>
    public static void Print(IReadOnlyList<PackagedStart> starts, Statistics empty, IAnsiConsole console)
    {
        var table = new Spectre.Console.Table().Border(TableBorder.Rounded)
            .AddColumns("packing", "to first next, ms", "to first answer, ms", "× JIT");
        foreach (var start in starts)
        {
            table.AddRow(
                start.Packaging, Words(start.ToNext), Words(start.ToAnswer),
                (start.ToAnswer.Median / starts[0].ToAnswer.Median).ToString("0.00", CultureInfo.InvariantCulture));
        }

        table.AddRow(FunctionStarts.Empty, Words(empty), "", "");
        console.Write(table);
    }

    private static string Words(Statistics times) => string.Create(
        CultureInfo.InvariantCulture, $"{times.Median:0} ({times.Min:0}–{times.Max:0})");
}

/// <summary>Times one function, packed in each way there is, in turns; the consumer's own effect is one request to DynamoDB.</summary>
internal sealed class PackagedStarts(Repository repository, string templates, Action<string> say)
{
    private const string Team = "Orders";
    private const string Consumer = "TrackOrder";
    private const int Starts = 10;

    public async Task<(IReadOnlyList<PackagedStart> Starts, Statistics Empty)> MeasureAsync(CancellationToken cancellationToken)
    {
        var packagings = await PackAsync(cancellationToken);
        var function = TemplateReader.Read(templates).Functions.Single(one => one.Environment["ANNOTATIONS_HANDLER"] == Consumer);
        var times = packagings.ToDictionary(one => one.Name, _ => (ToNext: new List<double>(), ToAnswer: new List<double>()));
        var nothing = new List<double>();
        for (var start = 0; start <= Starts; start++)
        {
            nothing.Add(await FunctionStarts.NothingAsync(cancellationToken));
            foreach (var (name, program, arguments) in packagings)
            {
                var (next, answer) = await StartAsync(function, program, arguments, cancellationToken);
                if (start > 0) // The first round brings the files into memory.
                {
                    times[name].ToNext.Add(next);
                    times[name].ToAnswer.Add(answer);
                }
            }

            say($"{Consumer} started, round {start} of {Starts}");
        }

        var starts = times.Select(one => new PackagedStart(one.Key, Statistics.Of(one.Value.ToNext), Statistics.Of(one.Value.ToAnswer)));
        return ([.. starts], Statistics.Of(nothing));
    }

    /// <summary>The synthesis has made the first two.</summary>
    private async Task<IReadOnlyList<(string Name, string Program, string[] Arguments)>> PackAsync(CancellationToken cancellationToken)
    {
        var runtime = SynthesisUse.Runtime;
        var folder = repository.Path("functions", Team);
        say($"making a native executable of {Team}");
        await Tool.RunAsync(
            "dotnet", ["publish", folder, "--configuration", "Debug", $"-p:NativeFor={runtime}"], repository.Root,
            new Dictionary<string, string>(), cancellationToken);
        return
        [
            ("JIT", "dotnet", [Path.Combine(folder, "bin", "lambda", $"{Team}.dll")]),
            ("ReadyToRun", "dotnet", [Path.Combine(folder, "bin", runtime, $"{Team}.dll")]),
            ("native", Path.Combine(folder, "bin", $"{runtime}-native", FunctionRuntime.Bootstrap), []),
        ];
    }

    private async Task<(double ToNext, double ToAnswer)> StartAsync(
        Function function, string program, string[] arguments, CancellationToken cancellationToken)
    {
        await using var lambda = await OneInvocation.StartAsync(Event());
        var info = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (name, value) in function.Environment.Concat(lambda.Environment))
        {
            info.Environment[name] = value;
        }

        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(info)!;
        try
        {
            _ = process.StandardOutput.ReadToEndAsync(cancellationToken); // Else a full pipe would hold it up.
            var (asked, answered) = await lambda.TimesAsync(process, cancellationToken);
            return (Stopwatch.GetElapsedTime(start, asked).TotalMilliseconds, Stopwatch.GetElapsedTime(start, answered).TotalMilliseconds);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>A batch of one event, of an order that was completed.</summary>
    private string Event()
    {
        var file = Directory.EnumerateFiles(repository.Path("events-catalog"), "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).First(path => path.Contains(
                Path.Combine("OrderCompleted", "examples"), StringComparison.Ordinal));
        var envelope = JsonNode.Parse(File.ReadAllText(file))!;
        var delivered = new JsonObject
        {
            ["version"] = "0",
            ["id"] = "00000000-0000-0000-0000-000000000000",
            ["source"] = (string?)envelope["source"],
            ["detail-type"] = (string?)envelope["type"],
            ["account"] = "111111111111",
            ["time"] = "2026-01-01T00:00:00Z",
            ["region"] = "eu-central-1",
            ["resources"] = new JsonArray(),
            ["detail"] = envelope,
        };
        return new JsonObject
        {
            ["Records"] = new JsonArray(new JsonObject
            {
                ["messageId"] = "one",
                ["body"] = delivered.ToJsonString(),
                ["attributes"] = new JsonObject { ["ApproximateReceiveCount"] = "1", ["SentTimestamp"] = "1767225600000" },
                ["messageAttributes"] = new JsonObject(),
                ["eventSource"] = "aws:sqs",
            }),
        }.ToJsonString();
    }
}
