using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

/// <summary>An inline policy on roles, as CDK's grants make it.</summary>
internal sealed class PolicyResource : ResourceKind
{
    public override string Type => "AWS::IAM::Policy";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed = ["PolicyName", "PolicyDocument", "Roles"],
        Refused =
        {
            ["Users"] = "functions have roles; nobody else is known here",
            ["Groups"] = "functions have roles; nobody else is known here",
        },
    };

    public override string Reference(Resource policy) => policy.RequiredText("PolicyName");

    public override void Read(Resource policy, Draft draft)
    {
        var statements = PolicyReader.Read(policy, "PolicyDocument", policy.Document("PolicyDocument"));
        foreach (var role in policy.Texts("Roles"))
        {
            draft.Add(draft.RolePolicies, policy, new Attachment(role, statements));
        }
    }
}

/// <summary>A policy that roles attach, or that names the roles it is attached to.</summary>
internal sealed class ManagedPolicyResource : ResourceKind
{
    public override string Type => "AWS::IAM::ManagedPolicy";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed = ["ManagedPolicyName", "Path", "PolicyDocument", "Roles"],
        WithoutEffect = { ["Description"] = "text for people" },
        Refused =
        {
            ["Users"] = "functions have roles; nobody else is known here",
            ["Groups"] = "functions have roles; nobody else is known here",
        },
    };

    public override string Reference(Resource policy) =>
        IamArn.Of(policy, "policy", policy.Name("ManagedPolicyName", 128, "A-Za-z0-9_+=,.@-"));

    public override string? Attribute(Resource policy, string name) => name == "PolicyArn" ? Reference(policy) : null;

    public override void Read(Resource policy, Draft draft)
    {
        var statements = PolicyReader.Read(policy, "PolicyDocument", policy.Document("PolicyDocument"));
        draft.Add(draft.CustomerPolicies, policy, new Attachment(Reference(policy), statements));
        foreach (var role in policy.Texts("Roles"))
        {
            draft.Add(draft.RolePolicies, policy, new Attachment(role, statements));
        }
    }
}
