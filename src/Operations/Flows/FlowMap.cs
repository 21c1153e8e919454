namespace Waybill.Operations.Flows;

/// <summary>Which events go to whom in an account.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Kinds">The kinds of events that are known of, and the rules that take them.</param>
/// <param name="Rules">Every rule that hands events to a consumer.</param>
/// <param name="KnowsPublished">Whether the account logs what is published; else only what was known before is here.</param>
public sealed record FlowMap(
    DateTimeOffset At, IReadOnlyList<FlowKind> Kinds, IReadOnlyList<FlowRule> Rules, bool KnowsPublished);

/// <summary>A kind of events.</summary>
/// <param name="Source">Who publishes them.</param>
/// <param name="Type">Their <c>detail-type</c>.</param>
/// <param name="Rules">The names of the rules that could take them, as far as source and type say.</param>
public sealed record FlowKind(string Source, string Type, IReadOnlyList<string> Rules);

/// <summary>A rule that hands events to consumers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bus">The bus it is on.</param>
/// <param name="IsEnabled">Whether it is at work.</param>
/// <param name="Pattern">What it matches, as JSON; null for a schedule.</param>
/// <param name="Consumers">Whose queues it leads to, by title.</param>
public sealed record FlowRule(string Name, string Bus, bool IsEnabled, string? Pattern, IReadOnlyList<string> Consumers);

/// <summary>What was published in a short time.</summary>
/// <param name="From">Its first moment.</param>
/// <param name="Until">The moment from which on events are of the next time.</param>
/// <param name="Events">The events, oldest first.</param>
/// <param name="IsWhole">Whether these are all of them; else there were more than were read.</param>
public sealed record PublishedSample(
    DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<Logs.PublishedEvent> Events, bool IsWhole);
