namespace Waybill.Catalog.Routing;

/// <summary>A rule that hands events to a consumer, as a synthesized template or an account says.</summary>
/// <param name="Consumer">The consumer class and function: <c>IssueContracts</c>.</param>
/// <param name="Team">The consumer's folder below <c>functions/</c>, and the id of its service in the catalog: <c>Contracts</c>.</param>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Pattern">The event pattern, JSON text.</param>
/// <param name="File">Where the rule stands.</param>
/// <param name="Pointer">JSON pointer of the rule's event pattern in that file.</param>
#pragma warning disable CA1720 // the one word for this, in RFC 6901
public sealed record Subscription(string Consumer, string Team, string Rule, string Pattern, string File, string Pointer)
{
    /// <summary>The bus of the rule as its template writes it; empty where everything is of one bus.</summary>
    public string Bus { get; init; } = "";
}
#pragma warning restore CA1720

/// <summary>A rule whose events reach no function: the archive's, the guard's, the log's, or one that somebody forgot to connect.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Pattern">The event pattern, JSON text.</param>
/// <param name="Why">What its targets are instead of a consumer's queue.</param>
/// <param name="File">Where the rule stands.</param>
/// <param name="Pointer">JSON pointer of the rule's event pattern in that file.</param>
#pragma warning disable CA1720
public sealed record RuleWithoutConsumer(string Rule, string Pattern, string Why, string File, string Pointer)
{
    /// <summary>It writes events down for people, and needs no consumer.</summary>
    public bool OnlyLogs { get; init; }
}
#pragma warning restore CA1720
