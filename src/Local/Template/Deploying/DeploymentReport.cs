namespace Waybill.Local.Template.Deploying;

/// <summary>What a deployment does with one resource; what takes most away comes first.</summary>
public enum DeploymentAction
{
    Unchanged,

    /// <summary>A new one is made, and the old one deleted or left alone.</summary>
    Replace,
    Delete,

    /// <summary>Its type is not in the table: CloudFormation decides.</summary>
    MayReplace,

    /// <summary>It leaves the template and stays in the account.</summary>
    Keep,

    /// <summary>In place: what it holds stays.</summary>
    Change,
    Create,
}

/// <summary>What the change of one property means for its resource.</summary>
public enum UpdateEffect
{
    InPlace,
    MayReplace,
    Replaces,
    Refused,
}

/// <summary>What a deployment must not do, or somebody should know of.</summary>
public enum FindingKind
{
    /// <summary>What holds data is deleted.</summary>
    Deleted,

    /// <summary>What holds data is replaced by an empty one.</summary>
    Replaced,

    /// <summary>CloudFormation refuses it, and rolls the deployment of the stack back.</summary>
    Refused,

    /// <summary>It stays in the account, no longer managed.</summary>
    Left,

    /// <summary>It may be replaced: CloudFormation decides.</summary>
    Unknown,
}

/// <param name="Name">Of a property, or an attribute such as <c>DeletionPolicy</c>.</param>
/// <param name="Before">Its value with what can be resolved, as text or JSON; null when it was not there.</param>
/// <param name="After">The same afterwards.</param>
/// <param name="Effect">What that does to the resource.</param>
public sealed record PropertyChange(string Name, string? Before, string? After, UpdateEffect Effect);

/// <param name="Action">What the deployment does with it; never <see cref="DeploymentAction.Unchanged"/>.</param>
/// <param name="LogicalId">Its key in the template.</param>
/// <param name="Type">Such as <c>AWS::SQS::Queue</c>.</param>
/// <param name="Name">The name the template gives it; null when AWS makes one up.</param>
/// <param name="Properties">What differs, sorted by name; none where it is made or goes.</param>
public sealed record ResourceChange(
    DeploymentAction Action, string LogicalId, string Type, string? Name, IReadOnlyList<PropertyChange> Properties);

/// <summary>A stack in which anything differs, or which is there only before or only now.</summary>
/// <param name="Stack">Its name.</param>
/// <param name="Account">Where it is.</param>
/// <param name="Region">Where it is.</param>
/// <param name="Action">Create, Change or Keep: no deployment deletes a stack.</param>
/// <param name="Changes">Sorted by what is done, then type and logical id.</param>
public sealed record StackChange(
    string Stack, string Account, string Region, DeploymentAction Action, IReadOnlyList<ResourceChange> Changes);

/// <param name="Kind">What is the matter.</param>
/// <param name="Stack">Its stack's name.</param>
/// <param name="LogicalId">Its key in the template; null when a whole stack is meant.</param>
/// <param name="Type">Such as <c>AWS::SQS::Queue</c>.</param>
/// <param name="Name">The name it has now.</param>
/// <param name="Property">What makes it so; null where no property does.</param>
/// <param name="Problem">What would happen.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record DeploymentFinding(
    FindingKind Kind, string Stack, string? LogicalId, string? Type, string? Name, PropertyChange? Property, string Problem, string Advice)
{
    /// <summary>Whether the deployment must not be made as it is.</summary>
    public bool Fails => Kind is FindingKind.Deleted or FindingKind.Replaced or FindingKind.Refused;
}

/// <summary>What a deployment would do, stack by stack.</summary>
/// <param name="Findings">Those that fail first, then by stack and logical id.</param>
/// <param name="Stacks">Sorted by name; those that do not change are left out.</param>
public sealed record DeploymentReport(IReadOnlyList<DeploymentFinding> Findings, IReadOnlyList<StackChange> Stacks)
{
    public bool Fails => Findings.Any(finding => finding.Fails);

    /// <summary>Several in one, such as those of several environments.</summary>
    public static DeploymentReport Of(IEnumerable<DeploymentReport> reports)
    {
        var all = reports.ToList();
        return new DeploymentReport(
            [
                .. all.SelectMany(report => report.Findings).OrderByDescending(finding => finding.Fails)
                    .ThenBy(finding => finding.Stack, StringComparer.Ordinal).ThenBy(finding => finding.LogicalId, StringComparer.Ordinal)
                    .ThenBy(finding => finding.Kind).ThenBy(finding => finding.Problem, StringComparer.Ordinal),
            ],
            [
                .. all.SelectMany(report => report.Stacks).OrderBy(stack => stack.Stack, StringComparer.Ordinal)
                    .ThenBy(stack => stack.Account, StringComparer.Ordinal).ThenBy(stack => stack.Region, StringComparer.Ordinal),
            ]);
    }
}
