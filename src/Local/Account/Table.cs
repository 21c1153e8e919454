using System.Text.Json;

namespace Waybill.Local.Account;

/// <summary>A DynamoDB table; <paramref name="CreateTableInput"/> is the body of the CreateTable call.</summary>
public sealed record Table(string Name, string Arn, JsonElement CreateTableInput, string? TimeToLiveAttribute) : IResource;
