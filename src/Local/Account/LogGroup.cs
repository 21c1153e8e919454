namespace Waybill.Local.Account;

/// <summary>A log group; lines are kept for ever when <paramref name="RetentionDays"/> is null.</summary>
public sealed record LogGroup(string Name, string Arn, int? RetentionDays) : IResource;
