namespace Waybill.Operations.Planning;

/// <summary>What is neither in a template nor in the catalog, and how AWS counts; docs/cost.md says it to people.</summary>
internal static class Assumed
{
    /// <summary>A request of EventBridge or SQS is charged for each 64 KB of it (both pricing pages).</summary>
    public const decimal Chunk = 65_536;

    /// <summary>Messages that one ReceiveMessage or DeleteMessageBatch takes at most (SQS API reference).</summary>
    public const int MostOfARequest = 10;

    /// <summary>What a claim and its completion write: one put, one update, of less than 1 KB each (src/Eventing/Consuming).</summary>
    public const int RecordWrites = 2;

    /// <summary>What a duplicate costs: the put that fails is charged as a write, and one consistent read looks why.</summary>
    public const int DuplicateWrites = 1;

    public const int DuplicateReads = 1;

    /// <summary>What a record's attributes come to beside the consumer's name: names, a key of 36 characters, token, times; and the 100
    /// bytes that DynamoDB adds to an item for its index.</summary>
    public const int RecordBytes = 100 + 121;

    /// <summary>How long an invocation takes of whatever batch: its messages are handled at the same time.</summary>
    public const decimal DurationMs = 100;

    /// <summary>A consumer's line for an event (measured on the sample day, docs/decisions/0027) with CloudWatch's 26 bytes.</summary>
    public const decimal LogBytesOfAnEvent = 546;

    /// <summary>An invocation's line of metrics, and Lambda's START, END and REPORT.</summary>
    public const decimal LogBytesOfAnInvocation = 700;

    /// <summary>What CloudWatch adds to a line (CloudWatch pricing page).</summary>
    public const decimal BytesOfALine = 26;

    /// <summary>Logs are kept compressed; AWS's own examples and calculator take this factor.</summary>
    public const decimal KeptOfALog = 0.15m;

    /// <summary>Counts that each consumer reports: handled, suppressed, failed (ConsumerLog).</summary>
    public const int MetricsOfAConsumer = 3;

    /// <summary>Long polls that a mapping keeps open while its queue is empty (Lambda developer guide, "Using Lambda with SQS").</summary>
    public const int Pollers = 5;

    public const int LongPollSeconds = 20;

    public const decimal DaysOfAMonth = 30;
}
