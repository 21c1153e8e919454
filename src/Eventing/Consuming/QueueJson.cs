using System.Text.Json.Serialization;
using Amazon.Lambda.SQSEvents;

namespace Waybill.Eventing.Consuming;

/// <summary>What Lambda hands to a function behind a queue, and what it takes back; the same for every team.</summary>
[JsonSerializable(typeof(SQSEvent))]
[JsonSerializable(typeof(SQSBatchResponse))]
public sealed partial class QueueJson : JsonSerializerContext;
