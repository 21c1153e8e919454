using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol.Wires;

/// <summary>Smithy's RPC v2 over CBOR: <c>POST /service/{service}/operation/{operation}</c>
/// (https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html).</summary>
internal sealed class CborWire : Wire
{
    public const string ProtocolHeader = "smithy-protocol";
    public const string Protocol = "rpc-v2-cbor";

    private const string ContentType = "application/cbor";

    private readonly string _asked;
    private readonly string? _contentType;

    public CborWire(HttpRequest request, IReadOnlyList<AwsApi> apis)
    {
        _asked = $"{request.Method} {request.Path}";
        _contentType = request.ContentType;
        if (HttpMethods.IsPost(request.Method) && request.Path.ToString().Split('/')
            is [.., "service", var service, "operation", var operation])
        {
            Service = service;
            Operation = operation;
            Api = apis.FirstOrDefault(api => api.TargetPrefix == service);
        }
    }

    public override string Asked => _asked;

    public override int UnknownStatus => StatusCodes.Status404NotFound;

    public override JsonDocument Read(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return RequestBody.Parse(body);
        }

        return _contentType == ContentType ? RequestBody.Parse(CborJson.ToJson(body)) : throw new AwsException(
            "UnsupportedMediaTypeException", $"The content type must be {ContentType}, not '{_contentType}'.",
            StatusCodes.Status415UnsupportedMediaType);
    }

    public override Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json) =>
        WriteAsync(context, StatusCodes.Status200OK, json);

    public override Task WriteErrorAsync(HttpContext context, AwsException error)
    {
        AwsAnswer.WriteErrorHeaders(context, error);
        return WriteAsync(context, error.Status, AwsAnswer.Error(error, Api?.ErrorNamespace ?? ""));
    }

    private Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> json)
    {
        context.Response.Headers[ProtocolHeader] = Protocol;
        return AwsAnswer.WriteAsync(context, status, ContentType, CborJson.FromJson(json, Api?.Shapes ?? ShapeTable.Empty, Operation));
    }
}
