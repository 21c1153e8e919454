using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Deliveries;
using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Routing;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.EventBridge;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Endpoints.Protocol.Signing;
using Waybill.Local.Endpoints.Protocol.Wires;
using Waybill.Local.Endpoints.Ses;
using Waybill.Local.Endpoints.Sns;
using Waybill.Local.Endpoints.Sqs;
using Waybill.Local.Endpoints.Ssm;
using Waybill.Local.Endpoints.Sts;
using Waybill.Local.Metrics;

namespace Waybill.Local.Endpoints;

/// <summary>Every AWS API that laptop mode serves, on one address, in every protocol its clients speak.</summary>
internal sealed partial class AwsEndpoints : IDisposable
{
    private readonly Callers _callers;
    private readonly SignatureVerifier? _verifier;
    private readonly IReadOnlyList<AwsApi> _apis;
    private readonly DynamoDbProxy _dynamoDb;
    private readonly UnknownOperations _unknown;
    private readonly RequestBodies _bodies;
    private readonly ILogger<AwsEndpoints> _log;

    /// <param name="account">What there is.</param>
    /// <param name="home">Where calls that do not say it go.</param>
    /// <param name="queues">Serves SQS.</param>
    /// <param name="router">Serves EventBridge.</param>
    /// <param name="topics">Serves SNS.</param>
    /// <param name="store">Keeps caught mails.</param>
    /// <param name="dynamoDb">The DynamoDB-compatible server that DynamoDB requests are passed on to.</param>
    /// <param name="metrics">Gets the count of DynamoDB requests.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Gets what goes wrong inside laptop mode.</param>
    /// <param name="strictAuthKeys">Secrets by access key, to hold signatures to; null when signatures are not checked.</param>
    /// <param name="allowed">Where topics may have HTTP endpoints; on this machine when null.</param>
    /// <param name="bodies">Reads requests; with nobody else when null.</param>
    /// <param name="others">The APIs that need nothing of all this.</param>
    public AwsEndpoints(
        LiveAccount account, Scope home, Queues queues, EventRouter router, Topics topics, BusStore store, Uri dynamoDb,
        Action<Metric> metrics, TimeProvider time, ILogger<AwsEndpoints> log, IReadOnlyDictionary<string, string>? strictAuthKeys = null,
        AllowedHosts? allowed = null, RequestBodies? bodies = null, params IReadOnlyList<AwsApi> others)
        : this(
            account, home,
            sessions =>
            [
                new EventBridgeApi(account, router, store), new SqsApi(account, queues), new StsApi(account, sessions),
                new SnsApi(account, router, topics, allowed ?? new AllowedHosts([])), new SesApi(account, store, time), new SsmApi(account),
                .. others,
            ],
            new DynamoDbProxy(account, home, dynamoDb, metrics, time, log, store.RequireFolder), metrics, time, log, strictAuthKeys, bodies)
    {
    }

    /// <summary>Serves these APIs, and DynamoDB.</summary>
    internal AwsEndpoints(
        LiveAccount account, Scope home, Func<Sessions, IReadOnlyList<AwsApi>> apis, DynamoDbProxy dynamoDb,
        Action<Metric> metrics, TimeProvider time, ILogger<AwsEndpoints> log, IReadOnlyDictionary<string, string>? strictAuthKeys,
        RequestBodies? bodies = null)
    {
        _bodies = bodies ?? new RequestBodies();
        var sessions = new Sessions(time);
        _callers = new Callers(account, home, sessions, (role, action, resource) => metrics(new Metric(
            home, "Waybill", "RoleCalls",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Role"] = role, ["Action"] = action, ["Resource"] = resource }, 1,
            time.GetUtcNow())));
        _verifier = strictAuthKeys is null
            ? null
            : new SignatureVerifier(key => strictAuthKeys.GetValueOrDefault(key) ?? _callers.SecretOf(key), time);
        _apis = apis(sessions);
        _dynamoDb = dynamoDb;
        _unknown = new UnknownOperations(_apis, log);
        _log = log;
    }

    /// <summary>Tells who calls, and where to; shared by APIs that are served elsewhere.</summary>
    internal Callers Callers => _callers;

    /// <summary>Holds signatures to their keys; null when nobody does.</summary>
    internal SignatureVerifier? Verifier => _verifier;

    /// <summary>What is served, but for DynamoDB.</summary>
    internal IEnumerable<ServedApi> Served => _apis.Select(api => ServedApi.Of(api.Name, api.Operations.Keys));

    public void Dispose() => _dynamoDb.Dispose();

    /// <summary>What no other part of laptop mode answers is an AWS request, whatever its path.</summary>
    internal void Map(IEndpointRouteBuilder app) => app.MapFallback("{*path}", (RequestDelegate)AnswerAsync);

    /// <summary>Turns what an operation throws into an AWS error; what nobody foresaw is logged and is an InternalFailure.</summary>
    internal async Task AnswerAsync(HttpContext context)
    {
        var wire = Wire.Of(context.Request, _apis);
        try
        {
            await AnswerAsync(context, wire);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; there is nobody to answer.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            var answer = wire.Api?.Translate(error) ?? FailedRequest.Of(error);
            if (answer is null)
            {
                LogFailure(_log, wire.Asked, error);
                answer = new AwsException("InternalFailure", error.Message, StatusCodes.Status500InternalServerError);
            }

            await wire.WriteErrorAsync(context, answer);
        }
    }

    private async Task AnswerAsync(HttpContext context, Wire wire)
    {
        var isDynamoDb = wire is JsonWire { Service: DynamoDbProxy.TargetPrefix };
        var body = await _bodies.ReadAsync(context, isDynamoDb ? DynamoDbProxy.MostBytes(wire.Operation) : wire.MostBytes);
        wire.Address(body);
        var scope = CredentialScope.Of(context.Request);
        if (scope is not null || wire.Api?.IsPublic(wire.Operation) is not true)
        {
            _verifier?.Check(context.Request, body.Span, isDynamoDb ? DynamoDbProxy.SigningName : wire.Api?.SigningName, wire.Skew);
        }

        if (isDynamoDb)
        {
            await _dynamoDb.PassOnAsync(context, body, _callers.Of(scope, context.Request), wire.Operation);
            return;
        }

        if (wire.Api is not { } api || !api.Operations.TryGetValue(wire.Operation, out var operation))
        {
            throw _unknown.Of(wire, scope?.Service);
        }

        var caller = _callers.Of(scope, context.Request);
        using var members = wire.Read(body);
        var call = new AwsCall(
            members.RootElement, caller, _callers.ScopeOf(scope),
            $"{context.Request.Scheme}://{context.Request.Host}", context.RequestAborted);
        var buffer = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            await operation(call, json);
            json.WriteEndObject();
        }

        await wire.WriteAsync(context, buffer.WrittenMemory);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Laptop mode failed to answer {Asked}")]
    private static partial void LogFailure(ILogger log, string asked, Exception error);
}

internal static class AwsEndpointsMapping
{
    /// <summary>Serves the AWS APIs, and a clear error for everything else that is not mapped.</summary>
    public static void MapAwsEndpoints(this IEndpointRouteBuilder app, AwsEndpoints endpoints) => endpoints.Map(app);
}
