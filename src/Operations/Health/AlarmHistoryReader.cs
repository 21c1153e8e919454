using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Status;

namespace Waybill.Operations.Health;

/// <summary>The alarms of an account, and what they did.</summary>
/// <param name="Alarms">Those that are on first, then by name.</param>
/// <param name="History">When which changed, newest first.</param>
/// <param name="IsWhole">Whether that is all of it; else there was more, before.</param>
public sealed record AlarmBook(IReadOnlyList<KnownAlarm> Alarms, IReadOnlyList<AlarmStep> History, bool IsWhole);

/// <summary>An alarm as it stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">As CloudWatch says it: <c>OK</c>, <c>ALARM</c>, <c>INSUFFICIENT_DATA</c>.</param>
/// <param name="Since">Since when.</param>
/// <param name="Reason">Why, as CloudWatch says it.</param>
/// <param name="Description">What to do when it is on, where somebody has written that down.</param>
/// <param name="Consumer">Whose it is; null when it is of no consumer.</param>
public sealed record KnownAlarm(string Name, string State, DateTimeOffset? Since, string? Reason, string? Description, string? Consumer);

/// <summary>A change of an alarm's state.</summary>
public sealed record AlarmStep(string Alarm, DateTimeOffset At, string Summary, string? Consumer);

/// <summary>Reads every alarm and the last changes of their states.</summary>
internal sealed class AlarmHistoryReader(AwsAccount account, TimeProvider time)
{
    private const int MostAlarmsPerPage = 100;
    private const int MostSteps = 100;

    public async Task<AlarmBook> ReadAsync(TimeSpan ago, CancellationToken cancellationToken)
    {
        var owners = new AlarmOwners((await new ConsumerReader(account).ReadAsync(cancellationToken)).All);
        var alarms = await AlarmsAsync(owners, cancellationToken);
        var consumers = alarms.ToDictionary(alarm => alarm.Name, alarm => alarm.Consumer, StringComparer.Ordinal);
        var page = await account.CloudWatch.DescribeAlarmHistoryAsync(
            new DescribeAlarmHistoryRequest
            {
                AlarmTypes = [AlarmType.MetricAlarm, AlarmType.CompositeAlarm],
                HistoryItemType = HistoryItemType.StateUpdate,
                StartDate = (time.GetUtcNow() - ago).UtcDateTime,
                ScanBy = ScanBy.TimestampDescending,
                MaxRecords = MostSteps,
            },
            cancellationToken);
        return new AlarmBook(
            alarms,
            [.. (page.AlarmHistoryItems ?? []).Select(item => new AlarmStep(
                item.AlarmName!, new DateTimeOffset(item.Timestamp!.Value.ToUniversalTime()), item.HistorySummary ?? "",
                consumers.GetValueOrDefault(item.AlarmName!)))],
            string.IsNullOrEmpty(page.NextToken));
    }

    private async Task<IReadOnlyList<KnownAlarm>> AlarmsAsync(AlarmOwners owners, CancellationToken cancellationToken)
    {
        var alarms = await Pages.AllAsync(async token =>
        {
            var page = await account.CloudWatch.DescribeAlarmsAsync(
                new DescribeAlarmsRequest
                {
                    AlarmTypes = [AlarmType.MetricAlarm, AlarmType.CompositeAlarm],
                    MaxRecords = MostAlarmsPerPage,
                    NextToken = token,
                },
                cancellationToken);
            IEnumerable<KnownAlarm> all =
            [
                .. (page.MetricAlarms ?? []).Select(alarm => Known(
                    alarm.AlarmName!, alarm.StateValue, alarm.StateUpdatedTimestamp, alarm.StateReason, alarm.AlarmDescription,
                    owners.Of((alarm.Dimensions ?? []).Select(dimension => dimension.Value!)))),
                .. (page.CompositeAlarms ?? []).Select(alarm => Known(
                    alarm.AlarmName!, alarm.StateValue, alarm.StateUpdatedTimestamp, alarm.StateReason, alarm.AlarmDescription, null)),
            ];
            return (all.ToList(), page.NextToken);
        });
        return
        [
            .. alarms.OrderByDescending(alarm => alarm.State == StateValue.ALARM.Value)
                .ThenBy(alarm => alarm.Name, StringComparer.Ordinal),
        ];
    }

    private static KnownAlarm Known(
        string name, StateValue? state, DateTime? since, string? reason, string? description, Consumer? consumer) => new(
            name, state?.Value ?? "", since is { } at ? new DateTimeOffset(at.ToUniversalTime()) : null, reason, description,
            consumer?.Title);
}
