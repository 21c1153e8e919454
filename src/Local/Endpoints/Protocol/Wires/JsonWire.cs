using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol.Wires;

/// <summary>AWS JSON 1.0 and 1.1: the operation in <c>X-Amz-Target</c>, the members as the body
/// (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).</summary>
internal sealed class JsonWire : Wire
{
    public const string TargetHeader = "X-Amz-Target";

    private const string UsualContentType = "application/x-amz-json-1.0";

    private readonly string _target;

    public JsonWire(HttpRequest request, IReadOnlyList<AwsApi> apis)
    {
        _target = request.Headers[TargetHeader].ToString();
        var dot = _target.IndexOf('.', StringComparison.Ordinal);
        Service = dot < 0 ? _target : _target[..dot];
        Operation = dot < 0 ? "" : _target[(dot + 1)..];
        Api = apis.FirstOrDefault(api => api.TargetPrefix == Service);
    }

    public override string Asked => _target.Length == 0 ? $"a POST without {TargetHeader}" : $"{TargetHeader} '{_target}'";

    public override JsonDocument Read(ReadOnlyMemory<byte> body) => RequestBody.Parse(body);

    public override Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json) =>
        AwsAnswer.WriteAsync(context, StatusCodes.Status200OK, Api!.ContentType, json);

    public override Task WriteErrorAsync(HttpContext context, AwsException error) =>
        AwsAnswer.WriteErrorAsync(context, Api?.ContentType ?? UsualContentType, error, Api?.ErrorNamespace ?? "");
}
