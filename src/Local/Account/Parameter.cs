namespace Waybill.Local.Account;

/// <summary>A parameter of Systems Manager; a secret one is kept as it is, because nothing is encrypted here.</summary>
public sealed record Parameter(string Name, string Arn, string Type, string Value, long Version, DateTimeOffset ModifiedAt) : IResource
{
    public const string Secret = "SecureString";

    public string? Description { get; init; }

    public string? AllowedPattern { get; init; }

    public string DataType { get; init; } = "text";

    public string Tier { get; init; } = "Standard";

    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
