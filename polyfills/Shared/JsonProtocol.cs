using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Polyfills;

/// <summary>How a service speaks JSON.</summary>
/// <param name="ContentType">Of its requests' bodies.</param>
/// <param name="TargetPrefix">What precedes the operation's name in <c>X-Amz-Target</c>; null in REST, which has no such header.</param>
/// <param name="Types">Writes its requests and reads its responses.</param>
/// <param name="Error">Makes the service's own exception of what it answered.</param>
internal sealed record JsonProtocol(
    string ContentType, string? TargetPrefix, JsonSerializerContext Types, Func<ErrorResponse, AmazonServiceException> Error)
{
    public JsonTypeInfo<T> TypeOf<T>() =>
        (JsonTypeInfo<T>?)Types.GetTypeInfo(typeof(T)) ?? throw new InvalidOperationException($"{Types.GetType()} lacks {typeof(T)}.");
}
