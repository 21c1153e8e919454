namespace Waybill.Operations.Planning;

/// <summary>What a load costs, and which quotas it touches.</summary>
/// <param name="Load">The load as it was typed.</param>
/// <param name="Mix">Which mix was taken.</param>
/// <param name="Region">Whose prices and quotas these are.</param>
/// <param name="PricesOf">The day of the prices.</param>
/// <param name="EventsPaid">Events of a month of 30 days, or those that come at once.</param>
/// <param name="EventsPerSecond">On average; null when all come at once.</param>
/// <param name="Dollars">All of it, a month or once.</param>
/// <param name="DollarsAMillion">A million events of the mix, without what is fixed.</param>
/// <param name="Items">What is counted, over all.</param>
/// <param name="Fixed">What does not grow with the load; nothing when all come at once.</param>
/// <param name="Types">By event type.</param>
/// <param name="Consumers">By consumer.</param>
/// <param name="Services">By service of AWS.</param>
/// <param name="Quotas">The one that is reached first comes first.</param>
/// <param name="Alternatives">What the same load would cost if something were otherwise.</param>
public sealed record CostPlan(
    string Load, string Mix, string Region, DateOnly PricesOf, decimal EventsPaid, decimal? EventsPerSecond, decimal Dollars,
    decimal DollarsAMillion, IReadOnlyList<PlanItem> Items, IReadOnlyList<PlanItem> Fixed, IReadOnlyList<PlanPart> Types,
    IReadOnlyList<PlanConsumer> Consumers, IReadOnlyList<PlanPart> Services, IReadOnlyList<Quota> Quotas,
    IReadOnlyList<Alternative> Alternatives)
{
    /// <summary>It is for a month, not for events that come all at once.</summary>
    public bool IsMonthly => EventsPerSecond is not null;
}

/// <summary>Something that is counted.</summary>
/// <param name="Service">Whose pricing page has it.</param>
/// <param name="Item">What it is.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Dollars">What they cost.</param>
/// <param name="Share">Of all.</param>
public sealed record PlanItem(string Service, string Item, decimal Quantity, decimal Dollars, decimal Share);

/// <summary>A part of the cost.</summary>
public sealed record PlanPart(string Name, decimal Quantity, decimal Dollars, decimal Share);

/// <summary>What a consumer costs.</summary>
/// <param name="Name">Who.</param>
/// <param name="Team">Its team.</param>
/// <param name="Deliveries">Messages.</param>
/// <param name="Batch">Messages of an invocation on average.</param>
/// <param name="Invocations">Calls of its function.</param>
/// <param name="Dollars">What it costs.</param>
/// <param name="Share">Of all.</param>
/// <param name="OfRecords">What of that is for remembering what it has done.</param>
public sealed record PlanConsumer(
    string Name, string Team, decimal Deliveries, decimal Batch, decimal Invocations, decimal Dollars, decimal Share, decimal OfRecords);

/// <summary>What the same load costs if something is otherwise.</summary>
/// <param name="What">What.</param>
/// <param name="Dollars">All of it then.</param>
/// <param name="More">How much that is more; less than 0 when it saves.</param>
public sealed record Alternative(string What, decimal Dollars, decimal More);
