using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Deliveries;

/// <summary>Calls API destinations: real HTTP, to this machine and to the hosts that are allowed.</summary>
/// <remarks>EventBridge user guide, <c>eb-api-destinations</c>: which statuses are retried, five seconds for an answer, the rate
/// limit.</remarks>
internal sealed class ApiDestinationTarget : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly LiveAccount _account;
    private readonly AllowedHosts _allowed;
    private readonly TimeProvider _time;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly ConcurrentDictionary<string, RateLimit> _rates = new(StringComparer.Ordinal);
    private readonly ConnectionAuthorization _authorization;

    /// <param name="account">Where destinations and connections are.</param>
    /// <param name="allowed">Where destinations may be.</param>
    /// <param name="time">The clock of rates, timeouts and tokens.</param>
    public ApiDestinationTarget(LiveAccount account, AllowedHosts allowed, TimeProvider time)
    {
        _account = account;
        _allowed = allowed;
        _time = time;
        _authorization = new ConnectionAuthorization(_http, allowed, time);
    }

    public void Dispose() => _http.Dispose();

    public async Task<TargetOutcome> CallAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var resources = _account.Now;
        if (resources.Find<ApiDestination>(delivery.TargetArn) is not { } destination
            || resources.Find<Connection>(destination.ConnectionArn) is not { } connection)
        {
            return TargetOutcome.Refused("NO_RESOURCE", $"The API destination {delivery.TargetArn}, or its connection, does not exist.");
        }

        var rule = delivery.RuleArn is { } arn ? resources.Find<Rule>(arn) : null;
        var parameters = rule?.Targets.FirstOrDefault(target => target.Id == delivery.TargetId)?.Http;
        if (Address(destination, parameters) is not { } address || !_allowed.Has(address))
        {
            return TargetOutcome.Refused("INVALID_PARAMETER", $"Laptop mode does not call {_allowed.Refusal(destination.Endpoint)}.");
        }

        if (_rates.GetOrAdd(destination.Arn, _ => new RateLimit(_time)).Wait(destination.InvocationsPerSecond) is { } wait)
        {
            await Task.Delay(wait, _time, cancellationToken);
        }

        return await SendAsync(destination, connection, parameters, address, delivery.Body, cancellationToken);
    }

    private async Task<TargetOutcome> SendAsync(
        ApiDestination destination, Connection connection, HttpParameters? parameters, Uri address, string body,
        CancellationToken cancellationToken)
    {
        // Real time: no endpoint answers faster under a scaled clock.
        using var late = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(new HttpMethod(destination.HttpMethod), address)
            {
                Content = new StringContent(body, Encoding.UTF8),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
            request.Headers.TryAddWithoutValidation("User-Agent", "Amazon/EventBridge/ApiDestinations");
            foreach (var (name, value) in parameters?.Headers ?? new Dictionary<string, string>())
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            if (await _authorization.ApplyAsync(connection, request, either.Token) is { } refused)
            {
                return refused;
            }

            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return Outcome(response);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return TargetOutcome.Failed("TIMEOUT", $"{address} did not answer within {Patience.TotalSeconds} seconds.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException)
        {
            return TargetOutcome.Failed("CONNECTION_FAILURE", $"{address} could not be reached: {failure.Message}");
        }
    }

    private TargetOutcome Outcome(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
        {
            return TargetOutcome.Taken;
        }

        var message = $"Request failed with status code {(int)response.StatusCode}.";
        var after = response.Headers.RetryAfter;
        return response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.ProxyAuthenticationRequired or HttpStatusCode.Conflict
                or HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500
            ? TargetOutcome.Failed(response.StatusCode == HttpStatusCode.TooManyRequests ? "THROTTLING" : "ERROR_FROM_TARGET", message) with
            {
                RetryAfter = after?.Delta ?? (after?.Date - _time.GetUtcNow()),
            }
            : TargetOutcome.Refused("ERROR_FROM_TARGET", message);
    }

    /// <summary>The endpoint with the target's values for each <c>*</c> of its path, and its query; null when it is no address.</summary>
    private static Uri? Address(ApiDestination destination, HttpParameters? parameters)
    {
        var text = destination.Endpoint;
        foreach (var value in parameters?.PathValues ?? [])
        {
            var at = text.IndexOf('*', StringComparison.Ordinal);
            text = at < 0 ? text : $"{text[..at]}{Uri.EscapeDataString(value)}{text[(at + 1)..]}";
        }

        var query = string.Join('&', (parameters?.Query ?? new Dictionary<string, string>()).Select(
            pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        var separator = query.Length == 0 ? "" : text.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        return Uri.TryCreate(text + separator + query, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : null;
    }
}
