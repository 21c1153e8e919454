using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Waybill.Catalog.Benchmarks;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Findings;

var events = new Option<int>("--events")
{
    Description = "Events of the company, each in three versions with two examples.",
    DefaultValueFactory = _ => 1000,
};
var consumers = new Option<int>("--consumers") { Description = "Consumers, each of ten events.", DefaultValueFactory = _ => 300 };
var seed = new Option<int>("--seed") { Description = "Seed of what is generated.", DefaultValueFactory = _ => 1 };
var keep = new Option<string?>("--keep") { Description = "Generate into this folder, leave it there, and measure nothing." };
var folder = new Argument<string>("folder");
var measured = new Command("check", "What the measurement runs in a process of its own: check the company in a folder three times.")
{
    folder,
};
measured.Hidden = true;
measured.SetAction(arguments => Check(arguments.GetValue(folder)!));

var root = new RootCommand("Measures 'waybill catalog check' over a large generated company.") { events, consumers, seed, keep, measured };
root.SetAction(async (arguments, cancellationToken) =>
{
    var kept = arguments.GetValue(keep);
    var at = kept ?? Directory.CreateTempSubdirectory("waybill-company-").FullName;
    try
    {
        new GeneratedCompany(at, arguments.GetValue(events), arguments.GetValue(consumers), arguments.GetValue(seed)).Write();
        if (kept is not null)
        {
            return 0;
        }

        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Itself(), "check", at]))!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }
    finally
    {
        if (kept is null)
        {
            Directory.Delete(at, recursive: true);
        }
    }
});
return await root.Parse(args).InvokeAsync();

// The program may have been started by its own executable or through dotnet.
static string[] Itself() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
    ? [Path.Combine(AppContext.BaseDirectory, "Waybill.Catalog.Benchmarks.dll")] : [];

static int Check(string company)
{
    var folders = new CheckedFolders(company);
    var today = new DateOnly(2026, 11, 20);
    var (seconds, processor) = (new List<double>(), new List<double>());
    using var itself = Process.GetCurrentProcess();
    var report = new FindingReport([]);
    for (var run = 0; run < 3; run++)
    {
        itself.Refresh();
        var (start, before) = (Stopwatch.GetTimestamp(), itself.TotalProcessorTime);
        report = CatalogCheck.Run(folders, today);
        seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        itself.Refresh();
        processor.Add((itself.TotalProcessorTime - before).TotalSeconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"check, run {run + 1}: {seconds[^1]:0.00} s, {processor[^1]:0.00} s of processor time, "
            + $"peak {itself.PeakWorkingSet64 / 1048576.0:0} MB, {report.Findings.Count} findings"));
    }

    foreach (var finding in report.Findings.Take(5))
    {
        Console.WriteLine(finding);
    }

    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"checkSecondsCold":{{seconds[0]:0.00}},"checkProcessorSecondsCold":{{processor[0]:0.00}},"""
        + $"\"checkSecondsWarm\":{seconds.Skip(1).Min():0.00},\"peakMegabytes\":{itself.PeakWorkingSet64 / 1048576.0:0},"
        + $"\"findings\":{report.Findings.Count}}}"));
    return report.ExitCode;
}
