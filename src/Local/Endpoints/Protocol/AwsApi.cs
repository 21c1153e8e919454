using System.Collections.Frozen;
using System.Text.Json;

using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>One call of an operation.</summary>
internal sealed record AwsCall(JsonElement Body, Caller Caller, Scope Scope, string RequestUrl, CancellationToken Cancellation);

/// <summary>Answers a call by writing the members of its result; the braces around them are written by the caller.</summary>
internal delegate Task AwsOperation(AwsCall call, Utf8JsonWriter json);

/// <summary>An API of AWS's JSON protocols: <c>POST /</c> with the operation in <c>X-Amz-Target</c> (smithy.io,
/// AWS JSON 1.0 and 1.1).</summary>
internal abstract class AwsApi
{
    /// <summary>Names the API to people.</summary>
    public abstract string Name { get; }

    /// <summary>What stands before the operation in <c>X-Amz-Target</c>.</summary>
    public abstract string TargetPrefix { get; }
    public abstract string ContentType { get; }
    public abstract FrozenDictionary<string, AwsOperation> Operations { get; }

    /// <summary>What stands before an error's code in <c>__type</c>.</summary>
    public virtual string ErrorNamespace => "";

    /// <summary>The API's own error for an exception of the bus, or null if it is none of its.</summary>
    public virtual AwsException? Translate(Exception error) => null;
}
