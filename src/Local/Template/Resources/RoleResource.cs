using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

internal sealed class RoleResource : ResourceKind
{
    public override string Type => "AWS::IAM::Role";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed =
            ["RoleName", "Path", "AssumeRolePolicyDocument", "ManagedPolicyArns", "Policies[].PolicyName", "Policies[].PolicyDocument"],
        WithoutEffect =
        {
            ["Description"] = "text for people",
            ["MaxSessionDuration"] = "sessions do not end here",
            ["Tags"] = "tags",
        },
        Refused = { ["PermissionsBoundary"] = "boundaries are not evaluated; grant only what is needed" },
    };

    public override string Reference(Resource role) => Name(role);

    public override string? Attribute(Resource role, string name) => name switch
    {
        "Arn" => Arn(role),
        "RoleId" => "AROA" + PhysicalName.Uuid(role.Stack.Name, role.LogicalId).Replace("-", "", StringComparison.Ordinal)[..16]
            .ToUpperInvariant(),
        _ => null,
    };

    public override void Read(Resource role, Draft draft)
    {
        var inline = role.List("Policies").SelectMany(policy =>
            PolicyReader.Read(role, "Policies[].PolicyDocument", (policy as JsonObject)?["PolicyDocument"]));
        draft.Add(draft.Roles, role, new Role(Name(role), Arn(role), [.. inline]));
        draft.Add(draft.TrustPolicies, role, new Attachment(
            Arn(role), PolicyReader.Read(role, "AssumeRolePolicyDocument", role.Document("AssumeRolePolicyDocument"))));
        foreach (var arn in role.Texts("ManagedPolicyArns"))
        {
            draft.Add(draft.ManagedPolicies, role, new ManagedPolicyUse(Name(role), arn));
        }
    }

    private static string Name(Resource role) => role.Name("RoleName", 64, "A-Za-z0-9_+=,.@-");

    private static string Arn(Resource role) => IamArn.Of(role, "role", Name(role));
}

/// <summary>ARNs of IAM have no region, and the path in front of the name.</summary>
internal static class IamArn
{
    public static string Of(Resource resource, string kind, string name) =>
        $"arn:{resource.Stack.Partition}:iam::{resource.Stack.Account}:{kind}{resource.Text("Path") ?? "/"}{name}";
}
