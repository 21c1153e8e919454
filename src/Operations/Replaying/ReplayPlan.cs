using Waybill.Operations.Consumers;

namespace Waybill.Operations.Replaying;

/// <summary>What a replay would do.</summary>
/// <param name="Bus">The bus whose events are replayed.</param>
/// <param name="Archive">The archive they come from.</param>
/// <param name="From">The first moment.</param>
/// <param name="To">The moment from which on none is replayed.</param>
/// <param name="Published">Events published in that time, by type; null when the account keeps no log of them.</param>
/// <param name="Consumers">Who would hear them.</param>
/// <param name="Dollars">What it costs at list prices; null when it is not known how many events there are.</param>
/// <param name="PricesOf">The day and region of those prices.</param>
/// <param name="Warnings">What makes the plan or the replay other than one would think.</param>
public sealed record ReplayPlan(
    string Bus, ReplayArchive Archive, DateTimeOffset From, DateTimeOffset To, IReadOnlyDictionary<string, int>? Published,
    IReadOnlyList<ReplayedConsumer> Consumers, decimal? Dollars, string PricesOf, IReadOnlyList<string> Warnings)
{
    public int? Events => Published?.Values.Sum();
}

/// <summary>An archive of a bus.</summary>
public sealed record ReplayArchive(string Name, string Arn, string BusArn);

/// <summary>What a consumer would hear, and what it did with it at the time.</summary>
/// <param name="Consumer">Who.</param>
/// <param name="RuleArns">Its rules on the bus.</param>
/// <param name="Published">Events that one of its rules could take, as far as source and type say; null when nobody logs them.</param>
/// <param name="Handled">Of how many the effect took place: they will be suppressed.</param>
/// <param name="Forgotten">How many of those its table does not remember any more: their effect would take place again.</param>
/// <param name="Failed">How many it failed on and did not handle since.</param>
/// <param name="NeverSaw">How many it was never handed; null when nobody logs what was published.</param>
public sealed record ReplayedConsumer(
    Consumer Consumer, IReadOnlyList<string> RuleArns, int? Published, int Handled, int Forgotten, int Failed, int? NeverSaw)
{
    /// <summary>The ids of the published events; null when nobody logs them.</summary>
    internal IReadOnlySet<string>? EventIds { get; init; }

    /// <summary>How many will be suppressed.</summary>
    public int Suppressed => Handled - Forgotten;
}
