namespace Waybill.Operations.Consumers;

/// <summary>A function behind a queue, as the account knows it.</summary>
/// <param name="Name">What people call it: its class where the function says so, else the function's name.</param>
/// <param name="Team">Whose it is, where the function says so.</param>
/// <param name="Function">The function's name.</param>
/// <param name="Mapping">The id of the event source mapping that polls the queue for it.</param>
/// <param name="MappingState">The mapping's state, such as <c>Enabled</c> or <c>Disabled</c>.</param>
/// <param name="Queue">The queue it is behind.</param>
public sealed record Consumer(string Name, string? Team, string Function, string Mapping, string MappingState, QueueAddress Queue)
{
    /// <summary>The table that remembers what has been done; null when the consumer is repeatable, or not one of Waybill's.</summary>
    public string? IdempotencyTable { get; init; }

    /// <summary>Whether it says that its effect may take place any number of times, and so keeps no record of it.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>What it keeps in tables that can be made anew; null when it keeps none.</summary>
    public Projection? Projection { get; init; }

    /// <summary>How many calls of its function the mapping allows at a time; null when it sets no limit.</summary>
    public int? MaximumConcurrency { get; init; }

    /// <summary>Where the function's lines are kept.</summary>
    public required string LogGroup { get; init; }

    /// <summary>Whether it reports EventsHandled and EventsFailed, as Waybill's consumers do.</summary>
    public bool ReportsCounts => IsRepeatable || IdempotencyTable is not null;

    /// <summary>Whether nothing is polled for it.</summary>
    public bool IsPaused => MappingState is "Disabled" or "Disabling";

    /// <summary><c>Team/Name</c>, or the name alone.</summary>
    public string Title => Team is null ? Name : $"{Team}/{Name}";
}

/// <summary>A queue by all the names it has.</summary>
public sealed record QueueAddress(string Name, string Arn, string Url)
{
    /// <summary>Another queue of the same account and region, as dead-letter queues are (SQS developer guide, "Dead-letter
    /// queues").</summary>
    internal QueueAddress Beside(string name, string arn) => new(name, arn, Url[..(Url.LastIndexOf('/') + 1)] + name);
}
