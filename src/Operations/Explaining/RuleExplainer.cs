using System.Text;
using System.Text.Json;
using Waybill.Catalog.Reading;
using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Failures;
using Waybill.Operations.Routes;

namespace Waybill.Operations.Explaining;

/// <summary>What a rule says to an event.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Bus">The bus it is on.</param>
/// <param name="Consumers">Whose queues it hands events to, by title.</param>
/// <param name="Matches">Whether it takes the event.</param>
/// <param name="Reason">Why not: the field that said no, what it wanted and saw; null when it takes it.</param>
public sealed record RuleAnswer(string Rule, string Bus, IReadOnlyList<string> Consumers, bool Matches, string? Reason);

/// <summary>Asks every rule of an account what it says to an event, and why.</summary>
public sealed class RuleExplainer(AwsAccount account, TimeProvider time)
{
    /// <summary>Asks the rules.</summary>
    /// <param name="event">An event as EventBridge hands it over: an object with source, detail-type and detail.</param>
    /// <param name="rule">Only the rules of this name; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">It is no such event, or there is no such rule.</exception>
    public async Task<IReadOnlyList<RuleAnswer>> AskAsync(string @event, string? rule, CancellationToken cancellationToken)
    {
        Check(@event);
        var consumers = (await new ConsumerReader(account).ReadAsync(cancellationToken)).All.ToLookup(consumer => consumer.Queue.Arn);
        var rules = await new RuleReader(account).ReadAsync(cancellationToken);
        var asked = rules.Where(one => rule is null || string.Equals(one.Name, rule, StringComparison.OrdinalIgnoreCase)).ToList();
        if (asked.Count == 0 && rule is not null)
        {
            var meant = Spelling.DidYouMean(rule, rules.Select(one => one.Name));
            throw new OperationException($"There is no rule '{rule}' on any bus of the account{meant}.");
        }

        var utf8 = Encoding.UTF8.GetBytes(@event);
        return [.. asked.Select(one =>
        {
            var (matches, reason) = Answer(one, utf8);
            var titles = one.Targets.SelectMany(target => consumers[target]).Select(consumer => consumer.Title);
            return new RuleAnswer(one.Name, one.Bus, [.. titles], matches, reason);
        }).OrderByDescending(answer => answer.Matches)];
    }

    /// <summary>The event with an id that lies in some dead-letter queue; null when none does: an account keeps events nowhere else where
    /// they could be read.</summary>
    public async Task<string?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await new FailureReader(account, time).LetterAsync([], id, cancellationToken))?.Letter.Body;

    private static (bool Matches, string? Reason) Answer(ConsumerRule rule, byte[] @event) => rule switch
    {
        { IsEnabled: false } => (false, "it is disabled"),
        { Pattern: null } => (false, "it has no pattern, but a schedule"),
        _ when rule.Pattern.Matches(@event) => (true, null),
        _ => (false, rule.Pattern.Explain(@event)),
    };

    private static void Check(string @event)
    {
        try
        {
            using var json = JsonDocument.Parse(@event);
            if (json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("detail-type", out _)
                && root.TryGetProperty("source", out _))
            {
                return;
            }

            throw new OperationException(
                "The file holds no event: an object with source, detail-type and detail is wanted, as EventBridge hands it over.");
        }
        catch (JsonException broken)
        {
            throw new OperationException($"The file is not JSON: {broken.Message}", broken);
        }
    }
}
