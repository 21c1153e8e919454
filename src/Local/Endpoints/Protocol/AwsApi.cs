using System.Collections.Frozen;
using System.Text.Json;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>One call of an operation.</summary>
/// <param name="Body">The members of the request, whatever protocol they came in.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Scope">The account and region asked: the access key if it is an account's number, and the region the request was
/// signed for; else the template's.</param>
/// <param name="RequestUrl">Scheme and authority by which the caller knows laptop mode.</param>
/// <param name="Cancellation">Is cancelled when the caller has gone.</param>
internal sealed record AwsCall(
    JsonElement Body, Caller Caller, Scope Scope, string RequestUrl, CancellationToken Cancellation);

/// <summary>Answers a call by writing the members of its result; the braces around them are written by the caller.</summary>
internal delegate Task AwsOperation(AwsCall call, Utf8JsonWriter json);

/// <summary>An API of AWS: operations from JSON to JSON, and what each protocol needs to know to carry them.</summary>
/// <remarks>
/// The JSON protocols and RPC v2 CBOR need <see cref="TargetPrefix"/>, the Query protocol <see cref="Query"/>, REST-JSON
/// <see cref="Routes"/>; <see cref="Shapes"/> say what JSON does not (https://smithy.io/2.0/aws/protocols/).
/// </remarks>
internal abstract class AwsApi
{
    /// <summary>Names the API to people.</summary>
    public abstract string Name { get; }

    /// <summary>What stands before the operation in <c>X-Amz-Target</c>, and for the service in paths of RPC v2;
    /// null when it speaks neither.</summary>
    public virtual string? TargetPrefix => null;
    public virtual string ContentType => "application/json";
    public abstract FrozenDictionary<string, AwsOperation> Operations { get; }

    /// <summary>The service's name in the scope of signatures.</summary>
    public virtual string? SigningName => null;

    /// <summary>How the service speaks the Query protocol; null when it does not.</summary>
    public virtual QueryService? Query => null;

    /// <summary>Where its operations are in REST-JSON; none when it does not speak it.</summary>
    public virtual IReadOnlyList<RestRoute> Routes => [];

    public virtual ShapeTable Shapes => ShapeTable.Empty;

    /// <summary>Bytes that a request of an operation has at most, in whatever protocol.</summary>
    public virtual int MostBytes(string operation) => RequestBodies.Usual;

    /// <summary>Whether an operation is anybody's, who need not sign.</summary>
    public virtual bool IsPublic(string operation) => false;

    /// <summary>What stands before an error's code in <c>__type</c>.</summary>
    public virtual string ErrorNamespace => "";

    /// <summary>The API's own error for an exception of the bus, or null if it is none of its.</summary>
    public virtual AwsException? Translate(Exception error) => null;
}

/// <summary>A service of the Query protocol.</summary>
/// <param name="Version">What requests give as <c>Version</c>.</param>
/// <param name="XmlNamespace">The namespace of its answers.</param>
/// <param name="UrlMember">The member that the request's URL stands for when it has a path: SQS's <c>QueueUrl</c>.</param>
internal sealed record QueryService(string Version, string XmlNamespace, string? UrlMember = null);
