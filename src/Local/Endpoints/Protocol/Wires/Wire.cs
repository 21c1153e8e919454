using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol.Wires;

/// <summary>One request, and the protocol it and its answer are written in: between it and JSON, which operations speak.</summary>
internal abstract class Wire
{
    /// <summary>The API that is meant; null when none that is served.</summary>
    public AwsApi? Api { get; protected set; }

    /// <summary>The service that is meant, as the request names it.</summary>
    public string Service { get; protected init; } = "";

    /// <summary>The operation that is meant, as the request names it; empty when it names none.</summary>
    public string Operation { get; protected set; } = "";

    /// <summary>How far the time of a signature may be from now.</summary>
    public virtual TimeSpan Skew => TimeSpan.FromMinutes(5);

    /// <summary>The status of the error that no such operation is served.</summary>
    public virtual int UnknownStatus => StatusCodes.Status400BadRequest;

    /// <summary>Bytes that the body has at most, as far as is known before it is read.</summary>
    public virtual int MostBytes => Api?.MostBytes(Operation) ?? RequestBodies.Usual;

    /// <summary>What was asked for, in words.</summary>
    public abstract string Asked { get; }

    /// <summary>Learns from the body which API and operation are meant, where only the body says it.</summary>
    /// <exception cref="AwsException">It cannot be read.</exception>
    public virtual void Address(ReadOnlyMemory<byte> body)
    {
    }

    /// <summary>The members of the request, as a JSON object.</summary>
    /// <exception cref="AwsException">They cannot be read.</exception>
    public abstract JsonDocument Read(ReadOnlyMemory<byte> body);

    /// <param name="context">Gets the answer.</param>
    /// <param name="json">The members of the result, as a JSON object.</param>
    public abstract Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json);

    public abstract Task WriteErrorAsync(HttpContext context, AwsException error);

    /// <summary>The protocol that a request is written in.</summary>
    public static Wire Of(HttpRequest request, IReadOnlyList<AwsApi> apis)
    {
        if (request.Headers[CborWire.ProtocolHeader] == CborWire.Protocol)
        {
            return new CborWire(request, apis);
        }

        if (request.Headers.ContainsKey(JsonWire.TargetHeader))
        {
            return new JsonWire(request, apis);
        }

        if (QueryWire.Speaks(request))
        {
            return new QueryWire(request, apis);
        }

        return HttpMethods.IsPost(request.Method) && request.Path == "/" ? new JsonWire(request, apis) : new RestWire(request, apis);
    }
}
