using Waybill.Local.Account;
using Waybill.Local.Template.Applying;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Deploying;

/// <summary>What only one resource of an account can have: its name, or what it joins.</summary>
internal sealed record ResourceIdentity(string Account, string Region, string Family, string Text)
{
    /// <summary>Null when AWS makes one up, or it is known only in an account.</summary>
    public static ResourceIdentity? Of(Resource resource)
    {
        if (UpdateRules.Find(resource.Type) is not { Identity: { Count: > 0 } identity } rule)
        {
            return null;
        }

        var values = identity.Select(property => Value(resource, property)).ToList();
        return values.Contains(null)
            ? null
            : new ResourceIdentity(
                resource.Stack.Account, rule.IsGlobal ? "" : resource.Stack.Region, rule.Family, string.Join('|', values));
    }

    /// <summary>The name that the template gives; null when it gives none.</summary>
    public static string? NameOf(Resource resource) =>
        UpdateRules.Find(resource.Type)?.Name is { } property ? Property(resource, property) : null;

    /// <summary>Buses and functions are named by name or ARN.</summary>
    private static string? Value(Resource resource, string property) => property switch
    {
        "EventBusName" => (Property(resource, property) ?? EventBus.Default).Split('/')[^1],
        "FunctionName" => Property(resource, property)?.Split(':')[^1],
        _ => Property(resource, property),
    };

    private static string? Property(Resource resource, string property) =>
        PropertyValue.Of(resource.Stack, resource.Written(property)).KnownText;
}
