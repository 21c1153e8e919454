using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Account.Policies;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

/// <summary>Reads IAM policy documents; an element or operator the evaluator does not know is reported,
/// so that no policy is half obeyed.</summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html</remarks>
internal sealed class PolicyReader(Resource resource, string path)
{
    private static readonly string[] Known = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];

    public static IReadOnlyList<PolicyStatement> Read(Resource resource, string path, JsonNode? document)
    {
        var reader = new PolicyReader(resource, path);
        return resource.Attempt(path, () => reader.Statements((document as JsonObject)?["Statement"]), []);
    }

    /// <summary>Reads one statement, or a list of them.</summary>
    public IReadOnlyList<PolicyStatement> Statements(JsonNode? statements) => statements switch
    {
        JsonObject one => [Statement(one)],
        JsonArray several => [.. several.Select(
            item => Statement(item as JsonObject ?? throw new TemplateFault("a statement must be an object")))],
        _ => throw new TemplateFault("a policy document needs a Statement"),
    };

    private PolicyStatement Statement(JsonObject statement)
    {
        foreach (var element in statement.Select(member => member.Key).Except(Known, StringComparer.Ordinal))
        {
            resource.Report(path, $"the policy element {element} is not supported; supported: {string.Join(", ", Known)}");
        }

        return new PolicyStatement(
            statement["Sid"] is { } sid ? Scalar.Text(sid) : null,
            IsAllow(statement["Effect"]),
            [.. Principals(statement["Principal"])],
            Texts(statement["Action"]),
            Texts(statement["Resource"]),
            Conditions(statement["Condition"] as JsonObject));
    }

    private static bool IsAllow(JsonNode? effect) => Scalar.Text(effect) switch
    {
        "Allow" => true,
        "Deny" => false,
        var other => throw new TemplateFault($"Effect is Allow or Deny, not '{other}'"),
    };

    /// <summary>Principals as the evaluator compares them: <c>*</c>, an ARN (an account becomes its root), or a service.</summary>
    private IEnumerable<string> Principals(JsonNode? principal)
    {
        if (principal is null)
        {
            yield break;
        }

        if (principal is not JsonObject kinds)
        {
            var text = Scalar.Text(principal);
            yield return text == "*" ? text : throw new TemplateFault($"Principal is \"*\" or an object, not '{text}'");
            yield break;
        }

        foreach (var (kind, values) in kinds)
        {
            if (kind is not ("AWS" or "Service"))
            {
                resource.Report(path, $"the principal kind {kind} is not supported; supported: AWS, Service");
            }

            foreach (var value in Texts(values))
            {
                yield return Principal(value);
            }
        }
    }

    public string Principal(string value) =>
        value.Length == 12 && value.All(char.IsAsciiDigit) ? $"arn:{resource.Stack.Partition}:iam::{value}:root" : value;

    private Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> Conditions(JsonObject? conditions)
    {
        var read = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>(StringComparer.Ordinal);
        foreach (var (name, keys) in conditions ?? [])
        {
            if (ConditionOperator.Parse(name) is not { } known)
            {
                resource.Report(path, $"the condition operator {name} is not supported; supported: {ConditionOperator.Supported}");
            }
            else
            {
                read[name] = Keys(known, keys as JsonObject ?? throw new TemplateFault($"{name} needs an object of condition keys"));
            }
        }

        return read;
    }

    private Dictionary<string, IReadOnlyList<string>> Keys(ConditionOperator known, JsonObject keys)
    {
        var read = keys.ToDictionary(key => key.Key, key => Texts(key.Value), StringComparer.Ordinal);
        foreach (var problem in read.Values.SelectMany(values => values).Select(known.Problem).OfType<string>())
        {
            resource.Report(path, problem);
        }

        return read;
    }

    private IReadOnlyList<string> Texts(JsonNode? value)
    {
        IReadOnlyList<string> texts = value switch
        {
            null => [],
            JsonArray several => [.. several.Select(Scalar.Text)],
            _ => [Scalar.Text(value)],
        };
        foreach (var text in texts.Where(text => text.Contains("${", StringComparison.Ordinal)))
        {
            resource.Report(path, $"policy variables are not supported, '{text}' has one");
        }

        return texts;
    }
}
