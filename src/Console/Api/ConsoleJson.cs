using System.Text.Json.Serialization;
using Waybill.Catalog.Browsing;
using Waybill.Catalog.Findings;
using Waybill.Catalog.Validity;
using Waybill.Operations.Accounts;
using Waybill.Operations.Explaining;
using Waybill.Operations.Failures;
using Waybill.Operations.Flows;
using Waybill.Operations.Health;
using Waybill.Operations.Replaying;
using Waybill.Operations.Tracing;
using Waybill.WebConsole.Acts;
using Waybill.WebConsole.Live;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>Whom the page is talking to, and what it may do there.</summary>
/// <param name="Environment">The account's name.</param>
/// <param name="IsLaptop">Whether it is this laptop's.</param>
/// <param name="MayAct">Whether this page may act.</param>
/// <param name="WhyNot">Why not; null when it may.</param>
/// <param name="MayPublish">Whether it may publish events.</param>
/// <param name="AsksForName">Whether each act has to name the environment.</param>
/// <param name="RefreshSeconds">How often the account is asked.</param>
internal sealed record Session(
    string Environment, bool IsLaptop, bool MayAct, string? WhyNot, bool MayPublish, bool AsksForName, double RefreshSeconds);

/// <summary>Who takes part in the flow of events.</summary>
/// <param name="Map">Kinds of events and rules.</param>
/// <param name="Consumers">Who consumes.</param>
/// <param name="Producers">Who publishes, by source, as the catalog says.</param>
/// <param name="Described">What the catalog says of kinds of events.</param>
internal sealed record Flow(
    FlowMap Map, IReadOnlyList<FlowConsumer> Consumers, IReadOnlyDictionary<string, FlowProducer> Producers,
    IReadOnlyList<DescribedEvent> Described);

/// <summary>A consumer, before anybody asked how it is doing.</summary>
internal sealed record FlowConsumer(string Title, string Name, string? Team, string Queue, bool IsPaused);

/// <summary>A producer as the catalog describes it.</summary>
internal sealed record FlowProducer(string Name, string Summary, IReadOnlyList<string> Owners);

/// <summary>An event as the catalog describes it.</summary>
internal sealed record DescribedEvent(
    string Source, string Type, string Name, string Summary, IReadOnlyList<string> Owners, DateOnly? Sunset, string? Deprecated,
    string? Unheard);

/// <summary>Dead letters, by cause and consumer.</summary>
/// <param name="List">The letters.</param>
/// <param name="Groups">The same by cause and consumer, largest first.</param>
/// <param name="Handled">The ids of those whose effect took place meanwhile: a redrive of them is suppressed.</param>
internal sealed record FailuresPage(FailureList List, IReadOnlyList<LetterGroup> Groups, IReadOnlySet<string> Handled);

/// <summary>Letters of one consumer and one cause.</summary>
internal sealed record LetterGroup(string Consumer, FailureGroup Group, IReadOnlyList<string> Letters);

/// <summary>A letter whole.</summary>
/// <param name="Failure">What is known of it.</param>
/// <param name="Body">The message, indented.</param>
/// <param name="IsMasked">Whether personal data is hidden in it.</param>
/// <param name="Receives">How often it has been received.</param>
/// <param name="HandledMeanwhile">Whether its effect took place meanwhile.</param>
internal sealed record LetterPage(Failure Failure, string Body, bool IsMasked, int Receives, bool HandledMeanwhile);

/// <summary>An event, opened.</summary>
/// <param name="Event">Its ids, who got it and what came of it.</param>
/// <param name="Rules">What each rule says to it.</param>
/// <param name="IsWhole">Whether the rules saw all of it, or its source and type only.</param>
/// <param name="Body">The event, indented; null when it is nowhere that it could be read from.</param>
/// <param name="IsMasked">Whether personal data is hidden in it.</param>
/// <param name="Validity">Whether it is as the catalog says; null when that cannot be known.</param>
internal sealed record EventPage(
    TracedEvent Event, IReadOnlyList<RuleAnswer> Rules, bool IsWhole, string? Body, bool IsMasked, Validity? Validity);

/// <summary>Whether an event is as the catalog says.</summary>
internal sealed record Validity(bool IsDescribed, IReadOnlyList<EventProblem> Problems);

/// <summary>The catalog, a line for each version of each event, and where its consumers are written.</summary>
internal sealed record CatalogPage(IReadOnlyList<EventLine> Events, IReadOnlyList<ConsumerPlace> Consumers);

/// <summary>What <c>waybill catalog check</c> says of it, worst first.</summary>
internal sealed record FindingsPage(IReadOnlyList<Finding> Findings);

/// <summary>Which letters are meant.</summary>
internal sealed record RedriveRequest(IReadOnlyList<RedrivePart> Parts);

/// <summary>Letters of a consumer; all of them when none is named.</summary>
internal sealed record RedrivePart(string Consumer, IReadOnlyList<string> Only);

/// <summary>An act, and the environment's name where that has to be typed.</summary>
internal sealed record Act(string Of, string? Confirm)
{
    /// <summary>Where an act asks for the environment's name, it has to be that name.</summary>
    /// <exception cref="OperationException">It is another one.</exception>
    public void RequireName(ConsoleOptions options) => RequireName(options, Confirm);

    /// <exception cref="OperationException">It is another one.</exception>
    public static void RequireName(ConsoleOptions options, string? typed)
    {
        if (options.AsksForName && typed != options.Environment)
        {
            throw new OperationException($"Type the environment's name, {options.Environment}, to act on it; '{typed}' is not it.");
        }
    }
}

/// <summary>An event that somebody writes.</summary>
/// <param name="Type">Its <c>detail-type</c>.</param>
/// <param name="Text">Its envelope as it is typed.</param>
internal sealed record Draft(string Type, string Text);

/// <summary>What would come of it.</summary>
/// <param name="Problems">What is not as the catalog says.</param>
/// <param name="Bus">Where it would be put; null while it is no JSON object.</param>
/// <param name="Rules">What each rule says to it.</param>
internal sealed record CheckedDraft(IReadOnlyList<EventProblem> Problems, string? Bus, IReadOnlyList<RuleAnswer> Rules);

/// <summary>An event that is to be published.</summary>
internal sealed record Publication(string Type, string Text, string? Confirm);

/// <summary>An event that was put on a bus.</summary>
internal sealed record Published(string Id, string Bus);

/// <summary>The mails that a laptop caught, newest first, without what is in them.</summary>
internal sealed record MailList(IReadOnlyList<MailLine> Mails);

/// <summary>A mail without what is in it.</summary>
internal sealed record MailLine(string Id, DateTimeOffset At, IReadOnlyList<string> To, string From, string Subject);

/// <summary>How programs beside the stacks behave.</summary>
internal sealed record SwitchList(IReadOnlyList<ProgramSwitch> Switches);

/// <summary>How one is to behave.</summary>
internal sealed record SwitchAct(string Program, string Name, string Mode, string? Confirm);

/// <summary>What a function wrote while it had a message in hand.</summary>
internal sealed record LineList(IReadOnlyList<LogLine> Lines);

/// <summary>What was done.</summary>
internal sealed record Done(string Text);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(Flow))]
[JsonSerializable(typeof(LiveFrame))]
[JsonSerializable(typeof(FailuresPage))]
[JsonSerializable(typeof(LetterPage))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(CatalogPage))]
[JsonSerializable(typeof(EventSheet))]
[JsonSerializable(typeof(FindingsPage))]
[JsonSerializable(typeof(RedriveRequest))]
[JsonSerializable(typeof(PlannedRedrive))]
[JsonSerializable(typeof(RedriveState))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(PlannedReplay))]
[JsonSerializable(typeof(ReplayState))]
[JsonSerializable(typeof(PublishedHistory))]
[JsonSerializable(typeof(Draft))]
[JsonSerializable(typeof(CheckedDraft))]
[JsonSerializable(typeof(Publication))]
[JsonSerializable(typeof(Published))]
[JsonSerializable(typeof(HealthSeries))]
[JsonSerializable(typeof(ConsumerLatency))]
[JsonSerializable(typeof(AlarmBook))]
[JsonSerializable(typeof(MailList))]
[JsonSerializable(typeof(SwitchList))]
[JsonSerializable(typeof(SwitchAct))]
[JsonSerializable(typeof(LineList))]
[JsonSerializable(typeof(Act))]
[JsonSerializable(typeof(Done))]
[JsonSerializable(typeof(Trace))]
[JsonSerializable(typeof(Explanation))]
internal sealed partial class ConsoleJson : JsonSerializerContext;
