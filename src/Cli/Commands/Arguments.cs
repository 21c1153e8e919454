using System.CommandLine;
using Waybill.Cli.Playing;
using Waybill.Cli.Retail;
using Waybill.Local;

namespace Waybill.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class Arguments
{
    public static Option<int> Port() => new("--port") { Description = "Port on 127.0.0.1 that serves every AWS API.", DefaultValueFactory = _ => LaptopOptions.UsualPort };

    public static Option<string?> LedgerFile() => new("--ledger") { Description = "Also write the ledger to this file, as JSON." };

    public static Option<string[]> Chaos()
    {
        var option = new Option<string[]>("--chaos")
        {
            Description = "Disturb deliveries: 'duplicates' (each twice), 'reorder' (shuffled within a window).",
            AllowMultipleArgumentsPerToken = true,
        };
        return option.AcceptOnlyFromAmong("duplicates", "reorder");
    }

    public static Option<int> Seed() => new("--seed") { Description = "Seed of the disturbance, to repeat a run.", DefaultValueFactory = _ => 1 };

    public static ChaosMode ToChaos(string[]? modes, int seed) => new(
        modes?.Contains("duplicates", StringComparer.Ordinal) == true, modes?.Contains("reorder", StringComparer.Ordinal) == true, seed);

    public static Uri Endpoint(int port) => new($"http://127.0.0.1:{port}");

    /// <summary>Reads what is to be played: Online Retail <c>.csv</c> files and <c>.jsonl</c> scripts beside them.</summary>
    public static ShopDay ReadDay(IReadOnlyCollection<string> files)
    {
        var scripts = files.Where(file => file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)).ToList();
        return ShopDay.From(RetailCsv.Read(files.Except(scripts, StringComparer.Ordinal)), [.. scripts.SelectMany(ScriptedEvent.Read)]);
    }
}
