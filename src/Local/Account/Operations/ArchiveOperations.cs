using System.Text.Json.Nodes;
using Waybill.EventPatterns.Inputs;

namespace Waybill.Local.Account.Operations;

/// <summary>EventBridge's operations on archives.</summary>
internal static class ArchiveOperations
{
    private const string Manager = "prod.vhs.events.aws.internal";

    /// <exception cref="AwsException">ResourceNotFoundException.</exception>
    public static Archive Get(Resources resources, Scope scope, string name) =>
        resources.Find<Archive>(scope.Arn("events", $"archive/{name}"))
            ?? throw new AwsException("ResourceNotFoundException", $"Archive {name} does not exist.");

    public static void Create(Change change, Archive archive)
    {
        if (change.Resources.Find<Archive>(archive.Arn) is not null)
        {
            throw new AwsException("ResourceAlreadyExistsException", $"Archive {archive.Name} already exists.");
        }

        BusOperations.Get(change.Resources, archive.BusArn);
        Put(change, archive with { CreatedAt = change.Now });
    }

    public static void Update(Change change, Archive archive)
    {
        var before = Get(change.Resources, Scope.Of(archive.Arn), archive.Name);
        Put(change, archive with { CreatedAt = before.CreatedAt });
    }

    public static void Delete(Change change, Archive archive)
    {
        change.Remove(archive);
        if (change.Resources.Find<Rule>(ManagedRuleArn(archive)) is { } rule)
        {
            change.Remove(rule);
        }
    }

    /// <summary>The archive as it is, with the rule that AWS shows for it.</summary>
    public static void Put(Change change, Archive archive)
    {
        RuleOperations.CheckPattern(archive.EventPattern);
        change.Put(archive);
        change.Put(ManagedRule(archive));
    }

    /// <summary>The rule that AWS shows for an archive; nobody can change it.</summary>
    private static Rule ManagedRule(Archive archive)
    {
        var name = RuleName(archive);
        var pattern = archive.EventPattern is null ? [] : (JsonObject)JsonNode.Parse(archive.EventPattern)!;
        pattern["replay-name"] = new JsonArray(new JsonObject { ["exists"] = false });
        const string Event = "<aws.events.event.json>";
        const string Time = "<aws.events.event.ingestion-time>";
        var template = $$"""{"archive-arn": "{{archive.Arn}}", "event": {{Event}}, "ingestion-time": {{Time}}}""";
        var target = new RuleTarget(
            name, $"arn:aws:events:{Scope.Of(archive.Arn).Region}:::", null, 185, TimeSpan.FromDays(1),
            TargetInput.Transformer(template, new Dictionary<string, string>()));
        return new Rule(name, ManagedRuleArn(archive), archive.BusName, pattern.ToJsonString(), Enabled: true, [target])
        {
            ManagedBy = Manager,
        };
    }

    private static string RuleName(Archive archive) => $"Events-Archive-{archive.Name}";

    private static string ManagedRuleArn(Archive archive) => Scope.Of(archive.Arn).Rule(archive.BusName, RuleName(archive));
}
