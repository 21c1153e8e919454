using System.Collections.Concurrent;
using System.Text;
using Amazon.EventBridge.Model;
using Waybill.EventPatterns.Inputs;
using Waybill.Operations.Accounts;
using Waybill.Operations.Failures;
using Waybill.Operations.Routes;

namespace Waybill.Operations.Redriving;

/// <summary>Makes of an event that EventBridge could not hand over what its rule would have made of it.</summary>
/// <remarks>
/// EventBridge puts the original event into the dead-letter queue, whole. It goes through the rule's input on its way back, so that a
/// consumer gets on this way, too, only what it declared (docs/decisions/0012).
/// </remarks>
internal sealed class RuleInputs(AwsAccount account, string queueArn, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<RuleInput>>> _byRule = new(StringComparer.Ordinal);

    /// <summary>The message's body; or why there is none.</summary>
    public async Task<(string? Body, string? Problem)> BodyAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        if (letter.RuleArn is not { } arn)
        {
            return (letter.Body, null);
        }

        var rule = await _byRule.GetOrAdd(arn, _ => new(() => ReadAsync(arn, cancellationToken))).Value;
        if (rule.Problem is { } problem)
        {
            return (null, problem);
        }

        var body = rule.Input is null
            ? letter.Body
            : rule.Input.Apply(Encoding.UTF8.GetBytes(letter.Body), rule.Address, time.GetUtcNow());
        return body is null
            ? (null, $"the input of the rule {rule.Address.Name} makes nothing of it, so EventBridge would drop it")
            : (body, null);
    }

    private async Task<RuleInput> ReadAsync(string arn, CancellationToken cancellationToken)
    {
        // rule/NAME on the default bus, rule/BUS/NAME on others.
        var parts = Arn.Resource(arn).Split('/');
        var (name, bus) = (parts[^1], parts.Length > 2 ? parts[1] : null);
        try
        {
            var targets = await new RuleLists(account.EventBridge).TargetsAsync(bus, name, cancellationToken);
            return targets.FirstOrDefault(target => target.Arn == queueArn) is { } target
                ? new RuleInput(new RuleAddress(name, arn), InputOf(target), null)
                : new RuleInput(default, null, $"the rule {name} does not hand events to this queue any more");
        }
        catch (ResourceNotFoundException)
        {
            return new RuleInput(default, null, $"the rule {name}, which took it, is gone, and with it what it made of an event");
        }
        catch (FormatException unknown)
        {
            return new RuleInput(default, null, $"the rule {name} {unknown.Message}");
        }
    }

    private static TargetInput? InputOf(Target target) => target switch
    {
        { Input: { } text } => TargetInput.Constant(text),
        { InputPath: { } path } => TargetInput.At(path),
        { InputTransformer: { } transformer } => TargetInput.Transformer(
            transformer.InputTemplate!, transformer.InputPathsMap ?? new Dictionary<string, string>()),
        _ => null,
    };

    private sealed record RuleInput(RuleAddress Address, TargetInput? Input, string? Problem);
}
