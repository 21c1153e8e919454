using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Status;

/// <summary>An alarm that is on, and what its metric is of.</summary>
internal sealed record AlarmInAlarm(string Name, IReadOnlyList<string> Dimensions);

/// <summary>Finds the alarms that are on.</summary>
internal sealed class AlarmReader(AwsAccount account)
{
    public async Task<IReadOnlyList<AlarmInAlarm>> InAlarmAsync(CancellationToken cancellationToken)
    {
        const int MostPerPage = 100;
        var alarms = await Pages.AllAsync(async token =>
        {
            var page = await account.CloudWatch.DescribeAlarmsAsync(
                new DescribeAlarmsRequest { StateValue = StateValue.ALARM, MaxRecords = MostPerPage, NextToken = token },
                cancellationToken);
            return (page.MetricAlarms, page.NextToken);
        });
        return [.. alarms.Select(alarm => new AlarmInAlarm(
            alarm.AlarmName!, [.. (alarm.Dimensions ?? []).Select(dimension => dimension.Value!)]))];
    }
}
