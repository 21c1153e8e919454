using System.Text.Json.Nodes;
using Waybill.Local.Account;

namespace Waybill.Local.Template.Applying;

/// <summary>Which changes of an account's resources CloudFormation cannot make in place.</summary>
internal static class Replacement
{
    public static bool IsNeeded(IResource before, IResource after) =>
        // Names are part of ARNs.
        before.Arn != after.Arn
        || UpdateRules.Find(Type(after))?.Replacing.Any(property => Value(before, property) != Value(after, property)) == true;

    /// <summary>Types with more than a name that makes a new resource.</summary>
    private static string Type(IResource resource) => resource switch
    {
        Archive => "AWS::Events::Archive",
        EventSourceMapping => "AWS::Lambda::EventSourceMapping",
        TopicSubscription => "AWS::SNS::Subscription",
        Table => "AWS::DynamoDB::Table",
        _ => "",
    };

    /// <summary>What an account has of a property; null where it has nothing of it, or has it in the ARN.</summary>
    private static string? Value(IResource resource, string property) => (resource, property) switch
    {
        (Archive archive, "SourceArn") => archive.BusName,
        (EventSourceMapping mapping, "EventSourceArn") => mapping.QueueArn,
        (TopicSubscription subscription, "Protocol") => subscription.Protocol,
        (TopicSubscription subscription, "Endpoint") => subscription.Endpoint,
        (Table table, "KeySchema") => TableKeys.Of(Member(table, "KeySchema"), Member(table, "AttributeDefinitions")),
        _ => null,
    };

    private static JsonNode? Member(Table table, string name) =>
        table.CreateTableInput.TryGetProperty(name, out var member) ? JsonNode.Parse(member.GetRawText()) : null;
}
