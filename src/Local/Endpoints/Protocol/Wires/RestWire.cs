using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol.Wires;

/// <summary>AWS's REST-JSON: an operation is a method and a path; members are in path, query, headers and body
/// (https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html).</summary>
internal sealed class RestWire : Wire
{
    private const string ContentType = "application/json";

    private readonly HttpRequest _request;
    private readonly RestRoute? _route;
    private readonly IReadOnlyDictionary<string, string> _pathMembers = new Dictionary<string, string>(StringComparer.Ordinal);

    public RestWire(HttpRequest request, IReadOnlyList<AwsApi> apis)
    {
        _request = request;
        var path = Path(request).TrimStart('/').Split('/');
        var found = from api in apis
                    from route in api.Routes
                    let members = route.Match(request.Method, path)
                    where members is not null
                    orderby route.Fixed descending
                    select (api, route, members);
        if (found.FirstOrDefault() is { api: { } meant } match)
        {
            (Api, _route, _pathMembers) = match;
            (Service, Operation) = (meant.Name, match.route.Operation);
        }
        else
        {
            Service = CredentialScope.Of(request)?.Service is { Length: > 0 } service ? service : "REST";
            Operation = Asked;
        }
    }

    public override string Asked => $"{_request.Method} {_request.Path}";

    public override int UnknownStatus => StatusCodes.Status404NotFound;

    public override JsonDocument Read(ReadOnlyMemory<byte> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var written = new HashSet<string>(StringComparer.Ordinal);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, values) in MembersBesideBody().Where(member => written.Add(member.Name)))
            {
                json.WritePropertyName(name);
                TextMember.WriteList(json, name, values, Api!.Shapes.Find(Operation, name));
            }

            if (_route!.RequestPayload is { } payload)
            {
                json.WriteBase64String(payload, body.Span);
            }
            else
            {
                using var members = RequestBody.Parse(body);
                foreach (var member in members.RootElement.EnumerateObject().Where(member => !written.Contains(member.Name)))
                {
                    member.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return RequestBody.Parse(buffer.WrittenMemory);
    }

    public override Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json)
    {
        var (status, body) = Spread(json, context.Response);
        return AwsAnswer.WriteAsync(context, status, ContentType, body);
    }

    /// <remarks>S3, which is not served, is the one service here whose clients read XML alone: they are to see what is said.</remarks>
    public override Task WriteErrorAsync(HttpContext context, AwsException error) => Api is null && Service == "s3"
        ? AwsAnswer.WriteAsync(context, error.Status, "application/xml", XmlAnswer.OfS3Error(error.Code, error.Message))
        : AwsAnswer.WriteErrorAsync(context, ContentType, error);

    /// <summary>The path as it was sent, because an encoded slash does not part it.</summary>
    private static string Path(HttpRequest request)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        return target.StartsWith('/') ? target.Split('?', 2)[0] : request.Path.ToString();
    }

    /// <summary>Puts members of the result where the route wants them: the status, headers, and the body.</summary>
    private (int Status, ReadOnlyMemory<byte> Body) Spread(ReadOnlyMemory<byte> json, HttpResponse response)
    {
        var route = _route!;
        if (route.AnswerPayload is null && route.StatusMember is null && route.Headers.Count == 0)
        {
            return (route.Status, json);
        }

        using var answer = JsonDocument.Parse(json);
        var inBody = new List<JsonProperty>();
        var (status, payload) = (route.Status, ReadOnlyMemory<byte>.Empty);
        foreach (var member in answer.RootElement.EnumerateObject())
        {
            if (member.Name == route.StatusMember)
            {
                status = member.Value.GetInt32();
            }
            else if (member.Name == route.AnswerPayload)
            {
                payload = member.Value.GetBytesFromBase64();
            }
            else if (route.Headers.FirstOrDefault(header => header.Value == member.Name).Key is { } header)
            {
                response.Headers[header] = member.Value.ToString();
            }
            else
            {
                inBody.Add(member);
            }
        }

        return (status, route.AnswerPayload is null ? Json(inBody) : payload);
    }

    private static ReadOnlyMemory<byte> Json(List<JsonProperty> members) => AwsAnswer.Json(json =>
    {
        foreach (var member in members)
        {
            member.WriteTo(json);
        }
    });

    private IEnumerable<(string Name, IReadOnlyList<string> Values)> MembersBesideBody()
    {
        foreach (var (name, value) in _pathMembers)
        {
            yield return (name, [value]);
        }

        foreach (var (name, values) in _request.Query.Where(query => !query.Key.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase)))
        {
            yield return (_route!.Query.GetValueOrDefault(name, name), [.. values.Select(value => value ?? "")]);
        }

        foreach (var (header, name) in _route!.Headers)
        {
            if (_request.Headers[header].ToString() is { Length: > 0 } value)
            {
                yield return (name, [value]);
            }
        }
    }
}
