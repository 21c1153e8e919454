using System.Text.Json;

namespace Waybill.Local.Account;

/// <summary>How EventBridge names itself to an HTTP endpoint.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arn">Its ARN, which ends in a UUID.</param>
/// <param name="AuthorizationType">API_KEY, BASIC or OAUTH_CLIENT_CREDENTIALS.</param>
/// <param name="AuthParameters">As the API has them, secrets included; answers leave those out.</param>
public sealed record Connection(string Name, string Arn, string AuthorizationType, JsonElement AuthParameters) : IResource
{
    public string? Description { get; init; }

    public string State { get; init; } = "AUTHORIZED";

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public DateTimeOffset? AuthorizedAt { get; init; }
}

/// <summary>An HTTP endpoint that rules can hand events to.</summary>
public sealed record ApiDestination(
    string Name, string Arn, string ConnectionArn, string Endpoint, string HttpMethod, int InvocationsPerSecond) : IResource
{
    public string? Description { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }
}
