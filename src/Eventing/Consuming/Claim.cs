namespace Waybill.Eventing.Consuming;

/// <summary>What asking for an idempotency key led to.</summary>
public enum ClaimOutcome
{
    /// <summary>The key is ours until the lease ends: have the effect, then complete or release the claim.</summary>
    Granted,

    /// <summary>The effect has happened; there is nothing to do.</summary>
    AlreadyDone,

    /// <summary>Somebody else holds the key and did not finish while we waited; come back later.</summary>
    HeldByAnother,
}

/// <summary>The answer to a request for an idempotency key; <paramref name="Token"/> tells our claim from everybody else's.</summary>
public sealed record Claim(ClaimOutcome Outcome, string Id, string Token);

/// <summary>A claim ended before it was completed, so the effect may happen a second time.</summary>
public sealed class ClaimLostException(string message, Exception innerException) : Exception(message, innerException);
