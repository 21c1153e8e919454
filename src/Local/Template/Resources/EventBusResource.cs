using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

internal sealed class EventBusResource : ResourceKind
{
    public override string Type => "AWS::Events::EventBus";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed = ["Name", "Policy"],
        WithoutEffect =
        {
            ["Description"] = "text for people",
            ["KmsKeyIdentifier"] = "encryption at rest",
            ["DeadLetterConfig"] = "takes events only when a customer managed key fails, and nothing is encrypted here",
            ["LogConfig"] = "bus logs are not written",
            ["Tags"] = "tags",
        },
        Refused = { ["EventSourceName"] = "a partner's bus gets its events from outside; use a custom bus" },
    };

    public override string Reference(Resource bus) =>
        bus.RequiredText("Name") is { Length: > 0 } name ? bus.CheckedName("Name", name, 256, "A-Za-z0-9_.-") : "";

    public override string? Attribute(Resource bus, string name) => name switch
    {
        "Arn" => Arn(bus),
        "Name" => Reference(bus),
        _ => null,
    };

    public override void Read(Resource bus, Draft draft) =>
        draft.Add(
            draft.Buses, bus,
            new EventBus(Reference(bus), Arn(bus), bus["Policy"] is { } policy ? PolicyReader.Read(bus, "Policy", policy) : []));

    /// <summary>A bus is given by its name or ARN; the default bus by nothing.</summary>
    public static string NameOf(string? nameOrArn) => nameOrArn?.Split(":event-bus/")[^1] ?? EventBus.Default;

    private string Arn(Resource bus) => bus.Stack.Arn("events", $"event-bus/{Reference(bus)}");
}

/// <summary>In its present form (<c>Statement</c>) and the older one (<c>Action</c>, <c>Principal</c>, <c>Condition</c>).</summary>
internal sealed class EventBusPolicyResource : ResourceKind
{
    public override string Type => "AWS::Events::EventBusPolicy";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed = ["EventBusName", "StatementId", "Statement", "Action", "Principal", "Condition"],
    };

    public override void Read(Resource policy, Draft draft)
    {
        var bus = EventBusResource.NameOf(policy.Text("EventBusName"));
        var statement = policy.Document("Statement") ?? Legacy(policy, bus);
        var id = policy.RequiredText("StatementId");
        statement["Sid"] ??= id.Length == 0 ? id : policy.CheckedName("StatementId", id, 64, "A-Za-z0-9_-");
        var statements = PolicyReader.Read(policy, "Statement", new JsonObject { ["Statement"] = statement.DeepClone() });
        draft.Add(draft.BusPolicies, policy, new Attachment(bus, statements));
    }

    private static JsonObject Legacy(Resource policy, string bus)
    {
        var principal = policy.RequiredText("Principal");
        var statement = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = principal == "*" ? "*" : new JsonObject { ["AWS"] = principal },
            ["Action"] = policy.Text("Action") ?? "events:PutEvents",
            ["Resource"] = policy.Stack.Arn("events", $"event-bus/{bus}"),
        };
        if (policy["Condition"] is JsonObject condition)
        {
            statement["Condition"] = new JsonObject
            {
                [policy.Member("Condition", condition, "Type") ?? policy.Missing("Condition.Type")] = new JsonObject
                {
                    [policy.Member("Condition", condition, "Key") ?? policy.Missing("Condition.Key")] =
                        policy.Member("Condition", condition, "Value") ?? policy.Missing("Condition.Value"),
                },
            };
        }

        return statement;
    }
}
