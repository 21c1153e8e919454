using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Dynamo;
using Waybill.Local.Endpoints.DynamoDb;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Metrics;
using HeaderNames = Microsoft.Net.Http.Headers.HeaderNames;

namespace Waybill.Local.Endpoints;

/// <summary>Passes DynamoDB requests on, after holding the caller to its role, and counts them by table and operation.</summary>
/// <remarks>
/// What the server behind it lacks is answered here: TimeToLive by the account's tables, and a request that is not of DynamoDB's shape by
/// its error, because one such request ends dynalite.
/// </remarks>
internal sealed partial class DynamoDbProxy(
    LiveAccount account, Scope scope, Uri endpoint, Action<Metric> metrics, TimeProvider time, ILogger log, Action? requireFolder = null)
    : IDisposable
{
    public const string TargetPrefix = "DynamoDB_20120810";
    public const string SigningName = "dynamodb";

    /// <summary>What is answered here or by dynalite; another server has its own.</summary>
    public static readonly ServedApi Served = ServedApi.Of("DynamoDB", DynaliteServer.Operations.Union(TimeToLiveCalls.Operations));

    private const string ContentType = "application/x-amz-json-1.0";
    private const string Unknown = "UnknownOperationException";
    private const int MostLogged = 100;

    private static readonly Refusal Lacking = new(
        "DynamoDB", "the others", "transactions, PartiQL, backups, exports, replicas and every other operation that is not listed",
        operation => new AwsException(
            Unknown, $"Laptop mode's DynamoDB does not have {operation}. Another server that has it can be named in its place."));

    private readonly TimeToLiveCalls _timeToLive = new(account);
    private readonly CalledTables _tables = new(account);
    private readonly ConcurrentDictionary<string, bool> _lacking = new(StringComparer.Ordinal);

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromMinutes(1),
    };

    /// <summary>Bytes of a request at most: an item has 400 KB, a batch of writes 16 MB (developer guide, "Quotas").</summary>
    public static int MostBytes(string operation) =>
        operation is "BatchWriteItem" or "TransactWriteItems" ? RequestBody.MaxBytes : RequestBodies.OfOneMegabyte;

    public async Task PassOnAsync(HttpContext context, ReadOnlyMemory<byte> body, Caller caller, string operation)
    {
        requireFolder?.Invoke();
        RequestShape.CheckHeaders(context.Request);
        var tables = Tables(new ReadOnlySequence<byte>(body));
        if (tables.Count == 0)
        {
            caller.Require($"dynamodb:{operation}", "*", []);
        }

        var asked = RequestShape.Checked(body);
        // Nobody asks the developer at the keyboard.
        JsonElement? held = caller.RoleArn is null ? null : JsonElement.Parse(asked.Span);
        foreach (var table in tables)
        {
            Require(caller, $"dynamodb:{operation}", table, held);
            Count(operation, table);
        }

        CalledTables.Check(operation, asked);
        if (_timeToLive.Find(operation) is { } answer)
        {
            var answered = await answer(JsonElement.Parse(asked.Span), TableArn, context.RequestAborted);
            await AwsAnswer.WriteAsync(context, StatusCodes.Status200OK, ContentType, answered);
            return;
        }

        using var request = Copy(context.Request, asked);
        // To its end, whether or not its caller still waits: a request that breaks off ends dynalite.
        using var response = await SendAsync(request, CancellationToken.None);
        if (response.StatusCode == HttpStatusCode.BadRequest)
        {
            await WriteRefusalAsync(response, context, operation);
            return;
        }

        if (response.IsSuccessStatusCode)
        {
            await _tables.FollowAsync(operation, asked, TableArn);
        }

        await CopyAsync(response, context);
    }

    /// <summary>Each item's key for itself: a policy that lists keys means that all of them are among those.</summary>
    private void Require(Caller caller, string action, string table, JsonElement? asked)
    {
        var arn = TableArn(table);
        var keys = asked is { } request ? LeadingKeys.Of(request, table, account.Now.Find<Table>(arn)) : [];
        if (keys.Count == 0)
        {
            caller.Require(action, arn, []);
        }

        foreach (var key in keys)
        {
            caller.Require(action, arn, [], new Dictionary<string, string>(StringComparer.Ordinal) { [LeadingKeys.ContextKey] = key });
        }
    }

    /// <summary>An error of the server's, with a text: that of an operation it does not know has none.</summary>
    private async Task WriteRefusalAsync(HttpResponseMessage response, HttpContext context, string operation)
    {
        var body = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);
        var error = ServerError.Read(body);
        if (error.Code != Unknown && error.HasText)
        {
            context.Response.StatusCode = (int)response.StatusCode;
            CopyHeaders(response, context.Response);
            await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
            return;
        }

        if (error.Code == Unknown && _lacking.Count < MostLogged && _lacking.TryAdd(operation, value: true))
        {
            LogLacking(log, endpoint, operation);
        }

        throw error.Code == Unknown
            ? Lacking.Error(operation)
            : new AwsException(error.Code, $"DynamoDB at {endpoint} refuses {operation} and does not say why.");
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
        scope, "Waybill", "DynamoDBRequests",
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

        _ = content.Headers.TryAddWithoutValidation(HeaderNames.ContentType, ContentType);
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
        context.Response.StatusCode = (int)source.StatusCode;
        CopyHeaders(source, context.Response);
        await source.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static void CopyHeaders(HttpResponseMessage source, HttpResponse response)
    {
        response.ContentType = source.Content.Headers.ContentType?.ToString();
        response.ContentLength = source.Content.Headers.ContentLength;
        foreach (var (name, values) in source.Headers)
        {
            if (name.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase))
            {
                response.Headers[name] = values.ToArray();
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "DynamoDB at {Endpoint} does not have {Operation}, which was asked for")]
    private static partial void LogLacking(ILogger log, Uri endpoint, string operation);
}
