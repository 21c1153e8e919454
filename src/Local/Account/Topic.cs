namespace Waybill.Local.Account;

/// <summary>A standard topic.</summary>
public sealed record Topic(string Name, string Arn) : IResource
{
    /// <summary>Null for the policy that SNS gives a topic whose maker gave none.</summary>
    public IReadOnlyList<PolicyStatement>? Policy { get; init; }

    /// <summary>Attributes that are kept and told, and change nothing here, such as DisplayName.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}

/// <summary>Who gets what is published to a topic.</summary>
public sealed record TopicSubscription(string Arn, string TopicArn, string Protocol, string Endpoint) : IResource
{
    public const string OnAttributes = "MessageAttributes";
    public const string OnBody = "MessageBody";

    /// <summary>Whether the endpoint gets the message alone, without what SNS says of it.</summary>
    public bool IsRaw { get; init; }

    public string? FilterPolicy { get; init; }

    /// <summary>What the filter policy is about: <see cref="OnAttributes"/> when null.</summary>
    public string? FilterPolicyScope { get; init; }

    /// <summary>The queue that gets what the endpoint did not take.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary>How often HTTP endpoints are tried, as the API has it.</summary>
    public string? DeliveryPolicy { get; init; }

    /// <summary>What the endpoint has to say before it gets anything; null once it has.</summary>
    public string? ConfirmationToken { get; init; }

    /// <summary>What it has said; null when it did not have to say anything.</summary>
    public string? ConfirmedToken { get; init; }

    public bool IsHttp => Protocol is "http" or "https";

    public string Owner => Scope.Of(Arn).Account;
}
