using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sns;

/// <summary>SNS API reference, Publish and PublishBatch.</summary>
internal sealed class PublishCalls(LiveAccount account, EventRouter router, Topics topics)
{
    private const int MostEntries = 10;
    private const int LongestId = 80;

    private static readonly Refusal PhoneNumber = new(
        "SNS", "Publish", "PhoneNumber",
        name => TopicOperations.Invalid($"{name} Reason: laptop mode sends no SMS; publish to a topic"));

    private static readonly Refusal MobileEndpoint = new(
        "SNS", "Publish", "endpoints of mobile push",
        name => TopicOperations.Invalid($"{name} Reason: laptop mode has no mobile push; publish to a topic"));

    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("Publish", PublishAsync), new("PublishBatch", PublishBatchAsync),
    ];

    private async Task PublishAsync(AwsCall call, Utf8JsonWriter json)
    {
        var topic = call.Topic(account, Target(call.Body), "Publish");
        var plan = topics.Plan(topic.Arn, TopicMessageReading.Read(call.Body));
        await router.NotifyAsync([plan], call.Cancellation);
        json.WriteString("MessageId"u8, plan.MessageId);
    }

    private async Task PublishBatchAsync(AwsCall call, Utf8JsonWriter json)
    {
        var topic = call.Topic(account, call.Body.RequiredArn("TopicArn"), "Publish");
        var read = Entries(call.Body).Select(entry => (entry.Id, Read: Attempt(entry.Entry))).ToList();
        if (read.Sum(entry => entry.Read.Message is { } message ? TopicMessageReading.Size(message) : 0) > TopicMessageReading.MostBytes)
        {
            throw Refused(
                "BatchRequestTooLong",
                $"The length of all the batch messages put together is more than the limit of {TopicMessageReading.MostBytes} bytes.");
        }

        var plans = read.Where(entry => entry.Read.Message is not null)
            .Select(entry => (entry.Id, Plan: topics.Plan(topic.Arn, entry.Read.Message!))).ToList();
        await router.NotifyAsync([.. plans.Select(entry => entry.Plan)], call.Cancellation);
        json.WriteStartArray("Successful"u8);
        foreach (var (id, plan) in plans)
        {
            json.WriteStartObject();
            json.WriteString("Id"u8, id);
            json.WriteString("MessageId"u8, plan.MessageId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("Failed"u8);
        foreach (var (id, (_, error)) in read.Where(entry => entry.Read.Error is not null))
        {
            json.WriteStartObject();
            json.WriteString("Id"u8, id);
            json.WriteString("Code"u8, error!.QueryCode ?? error.Code);
            json.WriteString("Message"u8, error.Message);
            json.WriteBoolean("SenderFault"u8, value: true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Target(JsonElement body)
    {
        if (body.Text(PhoneNumber.What) is not null)
        {
            throw PhoneNumber.Error(PhoneNumber.What);
        }

        var name = body.Text("TopicArn") is null && body.Text("TargetArn") is not null ? "TargetArn" : "TopicArn";
        var arn = body.RequiredArn(name);
        return arn.Contains(":endpoint/", StringComparison.Ordinal)
            ? throw MobileEndpoint.Error(name)
            : arn;
    }

    private static (TopicMessage? Message, AwsException? Error) Attempt(JsonElement entry)
    {
        try
        {
            return (TopicMessageReading.Read(entry), null);
        }
        catch (AwsException error)
        {
            return (null, error);
        }
    }

    private static List<(string Id, JsonElement Entry)> Entries(JsonElement body)
    {
        var entries = body.Items("PublishBatchRequestEntries").Select(entry => (Id: entry.Needed("Id"), entry)).ToList();
        if (entries.Count == 0)
        {
            throw Refused("EmptyBatchRequest", "The batch request doesn't contain any entries.");
        }

        if (entries.Count > MostEntries)
        {
            throw Refused("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.");
        }

        if (entries.Any(entry => entry.Id.Length > LongestId || !entry.Id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
        {
            throw Refused("InvalidBatchEntryId", "The Id of a batch entry in a batch request doesn't abide by the specification.");
        }

        return entries.DistinctBy(entry => entry.Id, StringComparer.Ordinal).Count() == entries.Count
            ? entries
            : throw Refused("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.");
    }

    private static AwsException Refused(string code, string message) => new($"{code}Exception", message) { QueryCode = code };
}
