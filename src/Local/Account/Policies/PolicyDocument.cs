using System.Text.Json;
using System.Text.Json.Nodes;

namespace Waybill.Local.Account.Policies;

/// <summary>IAM's policy documents. An element, operator or principal that the evaluator does not know is reported,
/// so that no policy is half obeyed.</summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html</remarks>
/// <param name="partition">Part of the ARN that an account number stands for.</param>
/// <param name="report">Hears what is not supported.</param>
internal sealed class PolicyDocument(string partition, Action<string> report)
{
    private static readonly string[] Known = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];

    /// <exception cref="FormatException">It is no policy, or says what is not supported.</exception>
    public static IReadOnlyList<PolicyStatement> Parse(string json, string partition = "aws")
    {
        try
        {
            var document = new PolicyDocument(partition, problem => throw new FormatException(problem));
            return document.Statements((JsonNode.Parse(json) as JsonObject)?["Statement"]);
        }
        catch (JsonException error)
        {
            throw new FormatException($"it is not JSON: {error.Message}", error);
        }
    }

    /// <summary>The <c>Id</c> of a document that can be parsed; null when it has none.</summary>
    public static string? Id(string json) => json.Length > 0 && JsonNode.Parse(json)?["Id"] is JsonValue id ? Text(id) : null;

    /// <summary>The document that has these statements, in one line.</summary>
    public static string Write(IEnumerable<PolicyStatement> statements, string? id = null)
    {
        var document = new JsonObject { ["Version"] = "2012-10-17" };
        if (id is not null)
        {
            document["Id"] = id;
        }

        document["Statement"] = new JsonArray([.. statements.Select(Write)]);
        return document.ToJsonString();
    }

    /// <summary>Reads one statement, or a list of them.</summary>
    public IReadOnlyList<PolicyStatement> Statements(JsonNode? statements) => statements switch
    {
        JsonObject one => [Statement(one)],
        JsonArray several => [.. several.Select(
            item => Statement(item as JsonObject ?? throw new FormatException("a statement must be an object")))],
        _ => throw new FormatException("a policy document needs a Statement"),
    };

    /// <summary>As the evaluator compares it: <c>*</c>, an ARN (an account becomes its root), or a service.</summary>
    public string Principal(string value) =>
        value.Length == 12 && value.All(char.IsAsciiDigit) ? $"arn:{partition}:iam::{value}:root" : value;

    private PolicyStatement Statement(JsonObject statement)
    {
        foreach (var element in statement.Select(member => member.Key).Except(Known, StringComparer.Ordinal))
        {
            report($"the policy element {element} is not supported; supported: {string.Join(", ", Known)}");
        }

        return new PolicyStatement(
            statement["Sid"] is { } sid ? Text(sid) : null,
            IsAllow(statement["Effect"]),
            [.. Principals(statement["Principal"])],
            Texts(statement["Action"]),
            Texts(statement["Resource"]),
            Conditions(statement["Condition"] as JsonObject));
    }

    private static bool IsAllow(JsonNode? effect) => Text(effect) switch
    {
        "Allow" => true,
        "Deny" => false,
        var other => throw new FormatException($"Effect is Allow or Deny, not '{other}'"),
    };

    private IEnumerable<string> Principals(JsonNode? principal)
    {
        if (principal is null)
        {
            yield break;
        }

        if (principal is not JsonObject kinds)
        {
            var text = Text(principal);
            yield return text == "*" ? text : throw new FormatException($"Principal is \"*\" or an object, not '{text}'");
            yield break;
        }

        foreach (var (kind, values) in kinds)
        {
            // Whoever signed in elsewhere (Federated) is known to no laptop, and so nobody is one.
            if (kind is not ("AWS" or "Service" or "Federated"))
            {
                report($"the principal kind {kind} is not supported; supported: AWS, Service, Federated");
            }

            foreach (var value in Texts(values))
            {
                yield return Principal(value);
            }
        }
    }

    private Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> Conditions(JsonObject? conditions)
    {
        var read = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>(StringComparer.Ordinal);
        foreach (var (name, keys) in conditions ?? [])
        {
            if (ConditionOperator.Parse(name) is not { } known)
            {
                report($"the condition operator {name} is not supported; supported: {ConditionOperator.Supported}");
            }
            else
            {
                read[name] = Keys(known, keys as JsonObject ?? throw new FormatException($"{name} needs an object of condition keys"));
            }
        }

        return read;
    }

    private Dictionary<string, IReadOnlyList<string>> Keys(ConditionOperator known, JsonObject keys)
    {
        var read = keys.ToDictionary(key => key.Key, key => Texts(key.Value), StringComparer.Ordinal);
        foreach (var problem in read.Values.SelectMany(values => values).Select(known.Problem).OfType<string>())
        {
            report(problem);
        }

        return read;
    }

    private IReadOnlyList<string> Texts(JsonNode? value)
    {
        IReadOnlyList<string> texts = value switch
        {
            null => [],
            JsonArray several => [.. several.Select(Text)],
            _ => [Text(value)],
        };
        foreach (var text in texts.Where(text => text.Contains("${", StringComparison.Ordinal)))
        {
            report($"policy variables are not supported, '{text}' has one");
        }

        return texts;
    }

    private static string Text(JsonNode? value) => value is JsonValue scalar
        ? scalar.GetValueKind() == JsonValueKind.String ? scalar.GetValue<string>() : scalar.ToJsonString()
        : throw new FormatException($"a text is needed, {value?.ToJsonString() ?? "null"} was given");

    private static JsonNode Write(PolicyStatement statement)
    {
        var json = new JsonObject();
        if (statement.Sid is { } sid)
        {
            json["Sid"] = sid;
        }

        json["Effect"] = statement.Allow ? "Allow" : "Deny";
        if (statement.Principals.Count > 0)
        {
            json["Principal"] = statement.Principals is ["*"] ? "*" : Principals(statement.Principals);
        }

        json["Action"] = OneOrSeveral(statement.Actions);
        if (statement.Resources.Count > 0)
        {
            json["Resource"] = OneOrSeveral(statement.Resources);
        }

        if (statement.Conditions.Count > 0)
        {
            json["Condition"] = new JsonObject(statement.Conditions.Select(condition => KeyValuePair.Create<string, JsonNode?>(
                condition.Key,
                new JsonObject(condition.Value.Select(key => KeyValuePair.Create<string, JsonNode?>(key.Key, OneOrSeveral(key.Value)))))));
        }

        return json;
    }

    private static JsonObject Principals(IReadOnlyList<string> principals)
    {
        var json = new JsonObject();
        foreach (var (kind, values) in principals.GroupBy(KindOf).Select(group => (group.Key, group.ToList())))
        {
            json[kind] = OneOrSeveral(values);
        }

        return json;
    }

    private static string KindOf(string principal) =>
        principal.EndsWith(".amazonaws.com", StringComparison.Ordinal) ? "Service"
        : principal.Contains("-provider/", StringComparison.Ordinal) ? "Federated"
        : "AWS";

    private static JsonNode OneOrSeveral(IReadOnlyList<string> values) =>
        values.Count == 1 ? JsonValue.Create(values[0]) : new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
}
