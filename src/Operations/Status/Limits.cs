using Waybill.Operations.Consumers;

namespace Waybill.Operations.Status;

/// <summary>What keeps a consumer that has messages waiting from handling them faster.</summary>
public enum Limit
{
    /// <summary>As many calls are under way as its mapping allows.</summary>
    Concurrency,

    /// <summary>Lambda refuses calls: the function's reserved concurrency or the account's is used up.</summary>
    Throttling,

    /// <summary>Its idempotency table refuses writes, or the laptop's DynamoDB does all it can.</summary>
    DynamoDb,

    /// <summary>The laptop's processors have no time.</summary>
    Processors,
}

/// <summary>Finds what limits a consumer in what its parts report of the last two minutes.</summary>
internal sealed class Limits
{
    /// <summary>A laptop reports each second in which something was busy; what was for half a minute of the last two is a limit.</summary>
    private const int BusySeconds = 30;

    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(2);

    private readonly Consumer _consumer;
    private readonly string _underWay;
    private readonly string _throttles;
    private readonly string? _refusedWrites;

    public Limits(Consumer consumer, MetricBatch batch)
    {
        _consumer = consumer;
        _underWay = batch.Add("AWS/Lambda", "ConcurrentExecutions", "Maximum", "FunctionName", consumer.Function);
        _throttles = batch.Add("AWS/Lambda", "Throttles", "Sum", "FunctionName", consumer.Function);
        _refusedWrites = consumer.IdempotencyTable is { } table
            ? batch.Add("AWS/DynamoDB", "WriteThrottleEvents", "Sum", "TableName", table)
            : null;
    }

    public IReadOnlyList<Limit> Read(MetricBatch batch, LaptopUse laptop, DateTimeOffset now)
    {
        var found = new List<Limit>();
        Add(
            Limit.Concurrency,
            _consumer.MaximumConcurrency is { } most && batch.Since(now - Lately, _underWay).Any(calls => calls >= most));
        Add(Limit.Throttling, batch.Since(now - Lately, _throttles).Sum() > 0);
        Add(
            Limit.DynamoDb,
            (_refusedWrites is not null && batch.Since(now - Lately, _refusedWrites).Sum() > 0) || Is(laptop.DynamoDb));
        Add(Limit.Processors, Is(laptop.Machine));
        return found;

        bool Is(string busy) => batch.Since(now - Lately, busy).Sum() >= BusySeconds;

        void Add(Limit limit, bool isIt)
        {
            if (isIt)
            {
                found.Add(limit);
            }
        }
    }
}

/// <summary>How busy a laptop was; an account reports no such thing.</summary>
internal sealed class LaptopUse(MetricBatch batch)
{
    public string Machine { get; } = batch.Add("Waybill", "BusySeconds", "Sum", "Of", "Machine");

    public string DynamoDb { get; } = batch.Add("Waybill", "BusySeconds", "Sum", "Of", "DynamoDB");
}
