namespace Waybill.Local.Template.Applying;

/// <summary>How CloudFormation changes the resources of a type ("Update requires" of each property in its reference).</summary>
/// <param name="Type">Such as <c>AWS::SQS::Queue</c>.</param>
/// <param name="Name">The property that names it; null where AWS does.</param>
/// <param name="Others">Properties beside the name of which a change makes a new resource.</param>
internal sealed record UpdateRule(string Type, string? Name, params string[] Others)
{
    /// <summary>Properties of which a change makes a new resource.</summary>
    public IReadOnlyList<string> Replacing { get; } = Name is null ? Others : [Name, .. Others];

    /// <summary>Properties of which a change is refused.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>Properties whose values, taken together, only one resource of an account can have.</summary>
    public IReadOnlyList<string> Identity { get; init; } = Name is null ? [] : [Name];

    /// <summary>The type it shares its names with.</summary>
    public string Family { get; init; } = Type;

    /// <summary>What is lost with it, since no template has it; null when that is nothing.</summary>
    public string? Holds { get; init; }

    /// <summary>Whether a name is taken in all regions at once.</summary>
    public bool IsGlobal =>
        Type.StartsWith("AWS::IAM::", StringComparison.Ordinal) || Type.StartsWith("AWS::S3::", StringComparison.Ordinal);
}
