using System.Text;
using System.Text.Json;
using Waybill.Catalog.Reading;
using Waybill.EventPatterns;
using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Events;
using Waybill.Operations.Failures;
using Waybill.Operations.Routes;
using Waybill.Operations.Tracing;

namespace Waybill.Operations.Explaining;

/// <summary>What a rule says to an event.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Bus">The bus it is on.</param>
/// <param name="Consumers">Whose queues it hands events to, by title.</param>
/// <param name="Matches">Whether it takes the event.</param>
/// <param name="Reason">Why not: the field that said no, what it wanted and saw; null when it takes it.</param>
public sealed record RuleAnswer(string Rule, string Bus, IReadOnlyList<string> Consumers, bool Matches, string? Reason);

/// <summary>Why an event was taken to whom it was, and where it is now.</summary>
/// <param name="Rules">What each rule says to it; those that take it come first.</param>
/// <param name="Now">Where it stands; null when nobody logged it in the last day.</param>
/// <param name="IsWhole">Whether the rules saw all of it, or its source and type only.</param>
public sealed record Explanation(IReadOnlyList<RuleAnswer> Rules, TracedEvent? Now, bool IsWhole);

/// <summary>Asks every rule of an account what it says to an event, and why.</summary>
public sealed class RuleExplainer(AwsAccount account, TimeProvider time)
{
    private static readonly TimeSpan FarBack = TimeSpan.FromDays(1);

    private readonly TraceReader _trace = new(account, time);

    /// <summary>Asks the rules about an event that is here.</summary>
    /// <param name="event">An event as EventBridge hands it over: an object with source, detail-type and detail.</param>
    /// <param name="rule">Only the rules of this name; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">It is no such event, or there is no such rule.</exception>
    public async Task<Explanation> OfEventAsync(string @event, string? rule, CancellationToken cancellationToken)
    {
        var answers = await OfBodyAsync(@event, rule, cancellationToken);
        var now = EventIdentity.Of(@event).Id is { Length: > 0 } id ? await _trace.EventAsync(id, FarBack, cancellationToken) : null;
        return new Explanation(answers, now, IsWhole: true);
    }

    /// <summary>Asks the rules about an event of the account: about all of it where it lies dead, since an account keeps events nowhere
    /// else where they could be read, else about its source and type.</summary>
    /// <exception cref="OperationException">There is no such event, or no such rule.</exception>
    public async Task<Explanation> OfIdAsync(string id, string? rule, CancellationToken cancellationToken)
    {
        if (await new FailureReader(account, time).LetterAsync([], id, cancellationToken) is var (_, letter))
        {
            return await OfEventAsync(letter.Body, rule, cancellationToken);
        }

        var now = await _trace.EventAsync(id, FarBack, cancellationToken) ?? throw new OperationException(
            $"'{id}' is neither a file, nor the id of an event that lies dead, nor of one that was logged in the last {FarBack.TotalDays} "
            + $"day. What it may be is said by: ./waybill trace {id}");
        return new Explanation(await OfKindAsync(now.Source, now.Type, rule, cancellationToken), now, IsWhole: false);
    }

    /// <summary>What the rules say to an event that is here, wherever it is from.</summary>
    /// <exception cref="OperationException">It is no event, or there is no such rule.</exception>
    public Task<IReadOnlyList<RuleAnswer>> OfBodyAsync(string @event, string? rule, CancellationToken cancellationToken)
    {
        Check(@event);
        var utf8 = Encoding.UTF8.GetBytes(@event);
        return AskAsync(rule, (_, pattern) => pattern.Matches(utf8) ? null : pattern.Explain(utf8), cancellationToken);
    }

    /// <summary>What they say to its source and type: one that takes such events may ask for more.</summary>
    internal Task<IReadOnlyList<RuleAnswer>> OfKindAsync(
        string? source, string? type, string? rule, CancellationToken cancellationToken) => AskAsync(
            rule, (one, _) => one.CouldMatch(source, type) ? null : $"it takes no {type} of {source}", cancellationToken);

    private async Task<IReadOnlyList<RuleAnswer>> AskAsync(
        string? rule, Func<ConsumerRule, EventPattern, string?> ask, CancellationToken cancellationToken)
    {
        var consumers = (await new ConsumerReader(account).ReadAsync(cancellationToken)).All.ToLookup(consumer => consumer.Queue.Arn);
        var rules = await new RuleReader(account).ReadAsync(cancellationToken);
        var asked = rules.Where(one => rule is null || string.Equals(one.Name, rule, StringComparison.OrdinalIgnoreCase)).ToList();
        if (asked.Count == 0 && rule is not null)
        {
            var meant = Spelling.DidYouMean(rule, rules.Select(one => one.Name));
            throw new OperationException($"There is no rule '{rule}' on any bus of the account{meant}.");
        }

        return [.. asked.Select(one =>
        {
            var reason = WhyNot(one, ask);
            var titles = one.Targets.SelectMany(target => consumers[target]).Select(consumer => consumer.Title);
            return new RuleAnswer(one.Name, one.Bus, [.. titles], reason is null, reason);
        }).OrderByDescending(answer => answer.Matches)];
    }

    /// <summary>Why a rule does not take the event, or null: what it says of itself, then what its pattern says.</summary>
    private static string? WhyNot(ConsumerRule rule, Func<ConsumerRule, EventPattern, string?> ask) => rule switch
    {
        { IsEnabled: false } => "it is disabled",
        { Pattern: null } => "it has no pattern, but a schedule",
        _ => ask(rule, rule.Pattern),
    };

    /// <summary>Whether rules can be asked about it: whether it is an event as EventBridge hands it over.</summary>
    internal static bool IsEvent(string body) => WhyNoEvent(body) is null;

    private static void Check(string @event)
    {
        if (WhyNoEvent(@event) is { } why)
        {
            throw new OperationException(why);
        }
    }

    private static string? WhyNoEvent(string @event)
    {
        try
        {
            using var json = JsonDocument.Parse(@event);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("detail-type", out _)
                && root.TryGetProperty("source", out _)
                ? null
                : "The file holds no event: an object with source, detail-type and detail is wanted, as EventBridge hands it over.";
        }
        catch (JsonException broken)
        {
            return $"The file is not JSON: {broken.Message}";
        }
    }
}
