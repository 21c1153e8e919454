using Waybill.Local.Account;
using Waybill.Local.Template.Stacks;

namespace Waybill.Local.Template.Resources;

/// <summary>A resource that has no effect on a laptop at all, whatever its properties say.</summary>
internal sealed class IgnoredResource(string type, string why, params string[] properties) : ResourceKind
{
    public override string Type => type;

    public override PropertyTable Properties { get; } = new()
    {
        WithoutEffect = properties.ToDictionary(property => property, _ => why, StringComparer.Ordinal),
    };
}

internal sealed class LogGroupResource : ResourceKind
{
    public override string Type => "AWS::Logs::LogGroup";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed = ["LogGroupName", "RetentionInDays"],
        WithoutEffect =
        {
            ["KmsKeyId"] = "encryption at rest",
            ["LogGroupClass"] = "price",
            ["DataProtectionPolicy"] = "lines stay on this machine",
            ["Tags"] = "tags",
        },
    };

    public override string Reference(Resource group) => group.Name("LogGroupName", 512, "A-Za-z0-9_/.#-");

    public override string? Attribute(Resource group, string name) =>
        name == "Arn" ? Arn(group) : null;

    public override void Read(Resource group, Draft draft) => draft.Add(draft.LogGroups, group, new LogGroup(
        Reference(group), Arn(group),
        group["RetentionInDays"] is null ? null : group.Integer("RetentionInDays", 0, 1, 3653)));

    private string Arn(Resource group) => group.Stack.Arn("logs", $"log-group:{Reference(group)}:*");
}

internal sealed class KeyResource : ResourceKind
{
    private const string Why = "encryption at rest";

    public override string Type => "AWS::KMS::Key";

    public override PropertyTable Properties { get; } = new()
    {
        WithoutEffect =
        {
            ["Description"] = "text for people",
            ["KeyPolicy"] = Why,
            ["EnableKeyRotation"] = Why,
            ["RotationPeriodInDays"] = Why,
            ["PendingWindowInDays"] = Why,
            ["KeySpec"] = Why,
            ["KeyUsage"] = Why,
            ["Enabled"] = Why,
            ["MultiRegion"] = Why,
            ["Tags"] = "tags",
        },
    };

    public override string Reference(Resource key) => PhysicalName.Uuid(key.Stack.Name, key.LogicalId);

    public override string? Attribute(Resource key, string name) => name switch
    {
        "Arn" => key.Stack.Arn("kms", $"key/{Reference(key)}"),
        "KeyId" => Reference(key),
        _ => null,
    };
}

internal sealed class KeyAliasResource : ResourceKind
{
    public override string Type => "AWS::KMS::Alias";

    public override PropertyTable Properties { get; } = new()
    {
        WithoutEffect =
        {
            ["AliasName"] = "encryption at rest",
            ["TargetKeyId"] = "encryption at rest",
        },
    };

    public override string Reference(Resource alias) => alias.RequiredText("AliasName");
}

internal sealed class EmailIdentityResource : ResourceKind
{
    private const string Why = "mails are caught, not sent";

    public override string Type => "AWS::SES::EmailIdentity";

    public override PropertyTable Properties { get; } = new()
    {
        Obeyed = ["EmailIdentity"],
        WithoutEffect =
        {
            ["ConfigurationSetAttributes"] = Why,
            ["DkimAttributes"] = Why,
            ["DkimSigningAttributes"] = Why,
            ["FeedbackAttributes"] = Why,
            ["MailFromAttributes"] = Why,
            ["Tags"] = "tags",
        },
    };

    public override string Reference(Resource identity) => identity.RequiredText("EmailIdentity");

    public override string? Attribute(Resource identity, string name) =>
        name.StartsWith("DkimDNSToken", StringComparison.Ordinal) ? $"{name}.{Reference(identity)}" : null;
}
