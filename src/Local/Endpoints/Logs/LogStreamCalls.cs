using System.Text.Json;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Logs;

namespace Waybill.Local.Endpoints.Logs;

/// <summary>CreateLogStream, DescribeLogStreams and DeleteLogStream.</summary>
/// <remarks>Source: CloudWatch Logs API reference, the operations of these names.</remarks>
internal sealed class LogStreamCalls(LogGroups groups)
{
    private const int MostListed = 50;
    private const string ByName = "LogStreamName";
    private const string ByTime = "LastEventTime";

    public Task CreateLogStreamAsync(AwsCall call, Utf8JsonWriter json)
    {
        var (group, stream) = Named(call, "logs:CreateLogStream");
        return groups.CreateStreamAsync(group, stream, call.Cancellation);
    }

    public Task DeleteLogStreamAsync(AwsCall call, Utf8JsonWriter json)
    {
        var (group, stream) = Named(call, "logs:DeleteLogStream");
        return groups.DeleteStreamAsync(group, stream, call.Cancellation);
    }

    public async Task DescribeLogStreamsAsync(AwsCall call, Utf8JsonWriter json)
    {
        var input = new LogsInput(call.Body);
        var group = LogNames.Of(call, input);
        LogNames.Require(call, "logs:DescribeLogStreams", group);
        var prefix = input.Text("logStreamNamePrefix", 512, LogsInput.StreamName);
        var byTime = input.OneOf("orderBy", ByName, ByTime) == ByTime;
        if (byTime && prefix is not null)
        {
            throw LogsInput.Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }

        var limit = input.Limit(MostListed, MostListed);
        var reader = await groups.ReadAsync(call.Cancellation);
        var found = reader.Streams(group).Where(stream => stream.Name.StartsWith(prefix ?? "", StringComparison.Ordinal));
        if (byTime)
        {
            found = found.OrderBy(stream => stream.LastEvent ?? 0);
        }

        LogsInput.Write(
            json, "logStreams", input.Page([.. input.Flag("descending") ? found.Reverse() : found], limit),
            stream => Write(json, group, stream));
    }

    private static void Write(Utf8JsonWriter json, LogGroupName group, LogStream stream)
    {
        json.WriteStartObject();
        json.WriteString("logStreamName"u8, stream.Name);
        json.WriteNumber("creationTime"u8, stream.Created);
        WriteIfAny(json, "firstEventTimestamp", stream.FirstEvent);
        WriteIfAny(json, "lastEventTimestamp", stream.LastEvent);
        WriteIfAny(json, "lastIngestionTime", stream.LastIngestion);
        json.WriteString("arn"u8, LogNames.Stream(group, stream.Name));
        json.WriteNumber("storedBytes"u8, 0); // Of streams, AWS says nothing else.
        json.WriteEndObject();
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static (LogGroupName Group, string Stream) Named(AwsCall call, string action)
    {
        var input = new LogsInput(call.Body);
        var group = LogNames.Required(call, input);
        LogNames.Require(call, action, group);
        return (group, input.RequiredStream());
    }
}
