using System.Collections.Frozen;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Logs;
using Waybill.Local.Logs.Patterns;

namespace Waybill.Local.Endpoints.Logs;

/// <summary>CloudWatch Logs: groups, streams and their events.</summary>
internal sealed class LogsApi : AwsApi
{
    /// <param name="groups">The log.</param>
    /// <param name="time">The clock.</param>
    public LogsApi(LogGroups groups, TimeProvider time)
    {
        var group = new LogGroupCalls(groups);
        var stream = new LogStreamCalls(groups);
        Operations = new Dictionary<string, AwsOperation>(StringComparer.Ordinal)
        {
            ["CreateLogGroup"] = group.CreateLogGroupAsync,
            ["DescribeLogGroups"] = group.DescribeLogGroupsAsync,
            ["DeleteLogGroup"] = group.DeleteLogGroupAsync,
            ["PutRetentionPolicy"] = group.PutRetentionPolicyAsync,
            ["DeleteRetentionPolicy"] = group.DeleteRetentionPolicyAsync,
            ["CreateLogStream"] = stream.CreateLogStreamAsync,
            ["DescribeLogStreams"] = stream.DescribeLogStreamsAsync,
            ["DeleteLogStream"] = stream.DeleteLogStreamAsync,
            ["PutLogEvents"] = new LogPutting(groups, time).PutLogEventsAsync,
            ["GetLogEvents"] = new LogReading(groups).GetLogEventsAsync,
            ["FilterLogEvents"] = new LogFiltering(groups).FilterLogEventsAsync,
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public override string Name => "CloudWatch Logs";

    public override int MostBytes(string operation) => operation is "PutLogEvents" ? RequestBodies.OfOneMegabyte : RequestBodies.Usual;
    public override string TargetPrefix => "Logs_20140328";
    public override string SigningName => "logs";
    public override string ContentType => "application/x-amz-json-1.1";
    public override FrozenDictionary<string, AwsOperation> Operations { get; }

    public override AwsException? Translate(Exception error) => error switch
    {
        LogNotFoundException => new AwsException("ResourceNotFoundException", error.Message),
        LogExistsException => new AwsException("ResourceAlreadyExistsException", error.Message),
        FilterPatternException => LogsInput.Invalid(error.Message),
        _ => null,
    };
}
