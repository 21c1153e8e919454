using System.Text.Json.Serialization;
using Waybill.Operations.Accounts;
using Waybill.Operations.Explaining;
using Waybill.Operations.Failures;
using Waybill.Operations.Flows;
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
/// <param name="AsksForName">Whether each act has to name the environment.</param>
/// <param name="RefreshSeconds">How often the account is asked.</param>
internal sealed record Session(
    string Environment, bool IsLaptop, bool MayAct, string? WhyNot, bool AsksForName, double RefreshSeconds);

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

/// <summary>Which letters are meant.</summary>
internal sealed record RedriveRequest(IReadOnlyList<RedrivePart> Parts);

/// <summary>Letters of a consumer; all of them when none is named.</summary>
internal sealed record RedrivePart(string Consumer, IReadOnlyList<string> Only);

/// <summary>An act, and the environment's name where that has to be typed.</summary>
internal sealed record Act(string Of, string? Confirm)
{
    /// <summary>Where an act asks for the environment's name, it has to be that name.</summary>
    /// <exception cref="OperationException">It is another one.</exception>
    public void RequireName(ConsoleOptions options)
    {
        if (options.AsksForName && Confirm != options.Environment)
        {
            throw new OperationException($"Type the environment's name, {options.Environment}, to act on it; '{Confirm}' is not it.");
        }
    }
}

/// <summary>What was done.</summary>
internal sealed record Done(string Text);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(Flow))]
[JsonSerializable(typeof(LiveFrame))]
[JsonSerializable(typeof(FailuresPage))]
[JsonSerializable(typeof(LetterPage))]
[JsonSerializable(typeof(RedriveRequest))]
[JsonSerializable(typeof(PlannedRedrive))]
[JsonSerializable(typeof(RedriveState))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(PlannedReplay))]
[JsonSerializable(typeof(ReplayState))]
[JsonSerializable(typeof(PublishedHistory))]
[JsonSerializable(typeof(Act))]
[JsonSerializable(typeof(Done))]
[JsonSerializable(typeof(Trace))]
[JsonSerializable(typeof(Explanation))]
internal sealed partial class ConsoleJson : JsonSerializerContext;
