using Spectre.Console;
using Waybill.Cli;
using Waybill.Cli.Toolchain;
using Waybill.Local;
using Waybill.Local.Endpoints;
using Waybill.Player.Playing;

namespace Waybill.Shop.Benchmarks;

/// <summary>What a shop did in a played day; every number is what this day added.</summary>
/// <param name="Ledger">What came of it.</param>
/// <param name="Seconds">From the first PutEvents to the look that found every queue empty.</param>
/// <param name="Handled">Events acknowledged by a consumer, as the consumers' own metric says.</param>
/// <param name="Requests">DynamoDB requests by table and operation.</param>
internal sealed record Played(
    Ledger Ledger, double Seconds, double Handled, IReadOnlyDictionary<(string Table, string Operation), double> Requests);

/// <summary>Plays a day in a shop of its own and counts.</summary>
internal sealed class Throughput(Repository repository, string templates, IAnsiConsole console)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <exception cref="UserErrorException">The day did not end as it must; its figures would mean nothing.</exception>
    public async Task<Played> MeasureAsync(
        string dataFolder, ShopDay day, Func<ShopDay, Ledger, IReadOnlyList<string>> check, CancellationToken cancellationToken)
    {
        await using var laptop = await Laptop.StartAsync(
            new LaptopOptions
            {
                CdkOut = templates,
                DataFolder = dataFolder,
                NodeFolder = repository.Root,
                Programs = LaptopSetup.Read(repository).ToLaptop(repository, ShopTemplates.Configuration),
                Port = 0,
                OnWarning = Warn,
            },
            cancellationToken);
        using var client = new AdminClient(laptop.Endpoint);
        await Play.RunAsync(client, Days.WarmUp(), console, Play.Developer, cancellationToken);
        var (handled, requests) = (await HandledAsync(client, cancellationToken), await RequestsAsync(client, cancellationToken));
        var ledger = await Play.RunAsync(client, day, console, Play.Developer, cancellationToken);
        if (check(day, ledger) is { Count: > 0 } violations)
        {
            throw new UserErrorException($"The day did not end as it must: {string.Join("; ", violations)}.");
        }

        var after = await RequestsAsync(client, cancellationToken);
        return new Played(
            ledger,
            ledger.Seconds,
            await HandledAsync(client, cancellationToken) - handled,
            after.Select(entry => KeyValuePair.Create(entry.Key, entry.Value - requests.GetValueOrDefault(entry.Key)))
                .Where(entry => entry.Value > 0)
                .ToDictionary());
    }

    private void Warn(string warning) => console.MarkupLineInterpolated($"[yellow]warning:[/] {warning}");

    /// <summary>Functions write this metric to their log, which is read a moment later: it is complete when it stands still.</summary>
    private static async Task<double> HandledAsync(AdminClient client, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        var (seen, before) = (-1.0, -2.0);
        while (seen != before && await timer.WaitForNextTickAsync(cancellationToken))
        {
            before = seen;
            seen = (await client.MetricAsync("EventsHandled", cancellationToken)).Sum(metric => metric.Sum);
        }

        return seen;
    }

    private static async Task<Dictionary<(string Table, string Operation), double>> RequestsAsync(
        AdminClient client, CancellationToken cancellationToken) =>
        (await client.MetricAsync("DynamoDBRequests", cancellationToken)).ToDictionary(
            metric => (metric.Dimensions["TableName"], metric.Dimensions["Operation"]), metric => metric.Sum);
}
