using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>How the account did over time: throughput, errors, latency, alarms.</summary>
internal sealed class HealthApi(AccountAtHand account)
{
    private const int UsualHours = 1;
    private const int UsualHoursOfAlarms = 24;

    public void Map(ApiRoutes routes)
    {
        routes.Look("health", ConsoleJson.Default.HealthSeries, async (request, cancellationToken) =>
            await (await account.VerbsAsync(cancellationToken)).Health.ReadAsync(Asked.Ago(request, UsualHours), cancellationToken));
        routes.Look("latencies", ConsoleJson.Default.ConsumerLatency, async (request, cancellationToken) =>
            await (await account.VerbsAsync(cancellationToken)).Health.LatencyAsync(
                Asked.Needed<string>(request, "consumer"), Asked.Ago(request, UsualHours), cancellationToken));
        routes.Look("alarms", ConsoleJson.Default.AlarmBook, async (request, cancellationToken) =>
            await (await account.VerbsAsync(cancellationToken)).Health.AlarmsAsync(
                Asked.Ago(request, UsualHoursOfAlarms), cancellationToken));
    }
}
