using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Metrics;
using HeaderNames = Microsoft.Net.Http.Headers.HeaderNames;

namespace Waybill.Local.Endpoints;

/// <summary>Passes DynamoDB requests on, after holding the caller to its role, and counts them by table and operation.</summary>
internal sealed class DynamoDbProxy(Scope scope, Uri endpoint, Action<Metric> metrics, TimeProvider time) : IDisposable
{
    public const string TargetPrefix = "DynamoDB_20120810";
    public const string SigningName = "dynamodb";

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromMinutes(1),
    };

    public async Task PassOnAsync(HttpContext context, ReadOnlyMemory<byte> body, Caller caller, string operation)
    {
        var tables = Tables(new ReadOnlySequence<byte>(body));
        if (tables.Count == 0)
        {
            caller.Require($"dynamodb:{operation}", "*", []);
        }

        foreach (var table in tables)
        {
            caller.Require($"dynamodb:{operation}", TableArn(table), []);
            Count(operation, table);
        }

        using var request = Copy(context.Request, body);
        using var response = await SendAsync(request, context.RequestAborted);
        await CopyAsync(response, context);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The tables a request is about: TableName, or the keys of a batch's RequestItems,
    /// or each TableName of a transaction.</summary>
    /// <exception cref="AwsException">The body is not JSON.</exception>
    internal static IReadOnlySet<string> Tables(ReadOnlySequence<byte> body)
    {
        var tables = new SortedSet<string>(StringComparer.Ordinal);
        var json = new Utf8JsonReader(body);
        try
        {
            var batch = false;
            var transaction = false;
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                if (json.CurrentDepth == 1)
                {
                    (batch, transaction) = (json.ValueTextEquals("RequestItems"u8), json.ValueTextEquals("TransactItems"u8));
                }

                if (batch && json.CurrentDepth == 2)
                {
                    tables.Add(json.GetString()!);
                }
                else if ((json.CurrentDepth == 1 || (transaction && json.CurrentDepth == 4)) && json.ValueTextEquals("TableName"u8)
                    && json.Read()
                    && json.TokenType == JsonTokenType.String)
                {
                    tables.Add(json.GetString()!);
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException) // The latter: a name that is no valid text.
        {
            throw new AwsException("SerializationException", $"The body is not JSON: {error.Message}");
        }
        return tables;
    }

    private string TableArn(string table) =>
        table.StartsWith("arn:", StringComparison.Ordinal) ? table : scope.Arn("dynamodb", $"table/{table}");

    private void Count(string operation, string table) => metrics(new Metric(
        "Waybill", "DynamoDBRequests",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["Operation"] = operation, ["TableName"] = table }, 1, time.GetUtcNow()));

    private HttpRequestMessage Copy(HttpRequest source, ReadOnlyMemory<byte> body)
    {
        var content = new ReadOnlyMemoryContent(body);
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = content };
        foreach (var (name, values) in source.Headers)
        {
            if (name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase) || name == HeaderNames.Authorization)
            {
                request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        if (source.ContentType is { } type)
        {
            _ = content.Headers.TryAddWithoutValidation(HeaderNames.ContentType, type);
        }

        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw new AwsException(
                "InternalServerError",
                $"DynamoDB at {endpoint} does not answer: {error.Message}",
                StatusCodes.Status500InternalServerError);
        }
    }

    private static async Task CopyAsync(HttpResponseMessage source, HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = (int)source.StatusCode;
        response.ContentType = source.Content.Headers.ContentType?.ToString();
        response.ContentLength = source.Content.Headers.ContentLength;
        foreach (var (name, values) in source.Headers)
        {
            if (name.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase))
            {
                response.Headers[name] = values.ToArray();
            }
        }

        await source.Content.CopyToAsync(response.Body, context.RequestAborted);
    }
}
