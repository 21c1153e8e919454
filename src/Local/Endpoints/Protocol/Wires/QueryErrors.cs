using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol.Wires;

/// <summary>What errors that every service has are called in the Query protocol, which had its names before JSON had others
/// (each service's API reference, "Common Errors").</summary>
internal static class QueryErrors
{
    private const int Refused = StatusCodes.Status403Forbidden;

    private static readonly FrozenDictionary<string, (string Code, int? Status)> Common =
        new Dictionary<string, (string Code, int? Status)>(StringComparer.Ordinal)
        {
            ["AccessDeniedException"] = ("AccessDenied", Refused),
            ["ExpiredTokenException"] = ("ExpiredToken", Refused),
            ["IncompleteSignatureException"] = ("IncompleteSignature", null),
            ["InvalidSignatureException"] = ("SignatureDoesNotMatch", Refused),
            ["MissingAuthenticationTokenException"] = ("MissingAuthenticationToken", Refused),
            ["RequestEntityTooLargeException"] = ("RequestEntityTooLarge", null),
            ["SerializationException"] = ("MalformedInput", null),
            ["ThrottlingException"] = ("Throttling", null),
            ["UnknownOperationException"] = ("InvalidAction", null),
            ["UnrecognizedClientException"] = ("InvalidClientTokenId", Refused),
            ["ValidationException"] = ("ValidationError", null),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static (string Code, int Status) Of(AwsException error)
    {
        if (error.QueryCode is { } own)
        {
            return (own, error.Status);
        }

        return Common.TryGetValue(error.Code, out var common) ? (common.Code, common.Status ?? error.Status) : (error.Code, error.Status);
    }
}
