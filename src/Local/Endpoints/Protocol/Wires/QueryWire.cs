using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Protocol.Wires;

/// <summary>AWS's Query protocol: a form (or a query, presigned) with <c>Action</c> and <c>Version</c>, answered in XML
/// (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html).</summary>
internal sealed class QueryWire(HttpRequest request, IReadOnlyList<AwsApi> apis) : Wire
{
    private const string ContentType = "application/x-www-form-urlencoded";
    private const int MostFields = 100_000;

    /// <summary>What is addressed or signed with, and no member.</summary>
    private static readonly HashSet<string> Envelope = new(["Action", "Version", "AWSAccessKeyId"], StringComparer.Ordinal);

    private Form _form = Form.Of([]);

    /// <summary>Which operation it is, the body says.</summary>
    public override int MostBytes => RequestBodies.OfOneMegabyte;

    public override TimeSpan Skew => TimeSpan.FromMinutes(15);

    public override string Asked =>
        $"the Query protocol's Action={Operation}, Version={Field("Version")}" + (Api is null ? "" : $" ({Api.Name})");

    /// <summary>Whether a request is one of this protocol.</summary>
    /// <remarks>A GET that a browser makes for a page is none: anyone's page can have it made, and it names no Origin.</remarks>
    public static bool Speaks(HttpRequest request)
    {
        var isForm = request.ContentType?.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) is true;
        return HttpMethods.IsPost(request.Method)
            ? isForm || request.Query.ContainsKey("Action")
            : HttpMethods.IsGet(request.Method) && request.Query.ContainsKey("Action") && !request.Headers.ContainsKey("Sec-Fetch-Site");
    }

    public override void Address(ReadOnlyMemory<byte> body)
    {
        var query = request.QueryString.HasValue ? Fields(request.QueryString.Value![1..]) : [];
        var form = HttpMethods.IsPost(request.Method) ? Fields(Encoding.UTF8.GetString(body.Span)) : [];
        _form = Form.Of(query.Concat(form));
        Operation = Field("Action") ?? "";
        var service = CredentialScope.Of(request)?.Service;
        var version = Field("Version");
        Api = apis.FirstOrDefault(api => api.Query is { } known && known.Version == version)
            ?? (version is null ? apis.FirstOrDefault(api => api.Query is not null && api.SigningName == service) : null);
        if (Operation.Length == 0)
        {
            throw new AwsException("MissingAction", "The request must contain the parameter Action.");
        }
    }

    public override JsonDocument Read(ReadOnlyMemory<byte> body)
    {
        var fields = _form.Children.Where(field =>
            !Envelope.Contains(field.Key) && !field.Key.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase));
        return RequestBody.Parse(FormJson.Of(fields, Operation, Api!.Shapes, UrlMember()));
    }

    public override Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json) => WriteAsync(
        context, StatusCodes.Status200OK,
        XmlAnswer.Of(Operation, json, Api!.Shapes, Api.Query!.XmlNamespace, context.TraceIdentifier));

    public override Task WriteErrorAsync(HttpContext context, AwsException error)
    {
        var (code, status) = QueryErrors.Of(error);
        var isSender = status < StatusCodes.Status500InternalServerError;
        var xml = XmlAnswer.OfError(code, error.Message, isSender, Api?.Query?.XmlNamespace ?? "", context.TraceIdentifier);
        return WriteAsync(context, status, xml);
    }

    private static Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> xml) =>
        AwsAnswer.WriteAsync(context, status, "text/xml", xml);

    private static IEnumerable<(string Name, IReadOnlyList<string> Values)> Fields(string form)
    {
        using var reader = new FormReader(form)
        {
            KeyLengthLimit = RequestBodies.OfOneMegabyte,
            ValueLengthLimit = RequestBodies.OfOneMegabyte,
            ValueCountLimit = MostFields,
        };
        try
        {
            return [.. reader.ReadForm().Select(field =>
                (field.Key, (IReadOnlyList<string>)[.. field.Value.Select(value => value ?? "")]))];
        }
        catch (InvalidDataException error)
        {
            throw new AwsException("MalformedQueryString", $"The form is malformed: {error.Message}");
        }
    }

    private string? Field(string name) => _form.Children.GetValueOrDefault(name)?.Text;

    private (string Name, string Text)? UrlMember() =>
        Api!.Query!.UrlMember is { } member && Field(member) is null && request.Path.ToString().Length > 1
            ? (member, $"{request.Scheme}://{request.Host}{request.Path}")
            : null;
}
