using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;

namespace Waybill.Tests.Support;

/// <summary>What a queue hands to a function.</summary>
public static class Deliveries
{
    /// <summary>A message as a rule puts it into a queue: EventBridge's event around an envelope.</summary>
    public static SQSEvent.SQSMessage Message(string messageId, string detail)
    {
        using var envelope = JsonDocument.Parse(detail);
        var source = envelope.RootElement.GetProperty("source").GetString();
        var type = envelope.RootElement.GetProperty("type").GetString();
        return Raw(messageId, $$"""
            {"version":"0","id":"{{Guid.CreateVersion7()}}","detail-type":"{{type}}","source":"{{source}}","account":"000000000000",
             "time":"2026-03-02T08:00:00Z","region":"eu-west-1","resources":[],"detail":{{detail}}}
            """);
    }

    public static SQSEvent.SQSMessage Raw(string messageId, string body) =>
        new() { MessageId = messageId, ReceiptHandle = messageId, Body = body };

    /// <summary>The message as a queue hands it over for the n-th time.</summary>
    public static SQSEvent.SQSMessage Received(this SQSEvent.SQSMessage message, int times, DateTimeOffset sent)
    {
        message.Attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ApproximateReceiveCount"] = times.ToString(CultureInfo.InvariantCulture),
            ["SentTimestamp"] = sent.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        };
        return message;
    }

    public static SQSEvent Batch(params IEnumerable<SQSEvent.SQSMessage> messages) => new() { Records = [.. messages] };

    public static IEnumerable<string> Failures(this SQSBatchResponse response) =>
        response.BatchItemFailures.Select(failure => failure.ItemIdentifier).Order();
}

/// <summary>An invocation with so much time left.</summary>
public sealed class Invocation(TimeSpan remaining) : ILambdaContext
{
    public TimeSpan RemainingTime => remaining;

    public string AwsRequestId => "request";

    public IClientContext ClientContext => null!;

    public string FunctionName => "function";

    public string FunctionVersion => "$LATEST";

    public ICognitoIdentity Identity => null!;

    public string InvokedFunctionArn => "arn:aws:lambda:eu-west-1:000000000000:function:function";

    public ILambdaLogger Logger => null!;

    public string LogGroupName => "group";

    public string LogStreamName => "stream";

    public int MemoryLimitInMB => 256;
}
