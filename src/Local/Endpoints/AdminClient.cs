using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Disturbances;
using Waybill.Local.Endpoints.Protocol.Signing;

namespace Waybill.Local.Endpoints;

/// <summary>Asks a running laptop mode what it holds, over its own API.</summary>
/// <remarks>Throws <see cref="LaptopAnswerException"/> when nothing answers, or the answer is a refusal.</remarks>
/// <param name="endpoint">Where it is.</param>
/// <param name="credentials">What requests are signed with; null when they are not, which will do where signatures are not checked.</param>
public sealed class AdminClient(Uri endpoint, AWSCredentials? credentials = null) : IDisposable
{
    private const string Chaos = "/_waybill/chaos";

    private const string Keys =
        " With --strict-auth, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be a key of keys.json in laptop mode's data folder.";

    private readonly HttpClient _http = new(
        credentials is null ? new HttpClientHandler() : new RequestSigner(credentials, Admin.SigningName, TimeProvider.System))
    {
        BaseAddress = endpoint,
        Timeout = TimeSpan.FromSeconds(100),
    };

    public Uri Endpoint => endpoint;

    public Task<BusStatus> StatusAsync(CancellationToken cancellationToken) =>
        GetAsync("/_waybill/status", AdminJson.Default.BusStatus, cancellationToken);

    public Task<IReadOnlyList<CaughtMail>> MailsAsync(CancellationToken cancellationToken) =>
        GetAsync("/_waybill/mails", AdminJson.Default.IReadOnlyListCaughtMail, cancellationToken);

    /// <summary>The sums of one of the functions' metrics.</summary>
    public Task<IReadOnlyList<MetricSum>> MetricAsync(string name, CancellationToken cancellationToken) =>
        GetAsync($"/_waybill/metrics?namespace=Waybill&name={name}", AdminJson.Default.IReadOnlyListMetricSum, cancellationToken);

    /// <summary>The archived envelopes of one detail-type, oldest first.</summary>
    public async IAsyncEnumerable<JsonElement> EventsAsync(string detailType, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = new Uri($"/_waybill/events?detailType={detailType}", UriKind.Relative);
        using var response = await SendAsync(() => _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return JsonElement.Parse(line);
        }
    }

    /// <summary>The archived event of a detail-type whose detail has an id; null when no archive has it.</summary>
    public async Task<string?> EventAsync(string detailType, string id, CancellationToken cancellationToken)
    {
        var path = $"/_waybill/events?detailType={Uri.EscapeDataString(detailType)}&id={Uri.EscapeDataString(id)}";
        using var response = await SendAsync(() => _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken));
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        return await reader.ReadLineAsync(cancellationToken);
    }

    /// <summary>The disturbances that are on.</summary>
    public Task<IReadOnlyList<Disturbance>> ChaosAsync(CancellationToken cancellationToken) =>
        GetAsync(Chaos, AdminJson.Default.IReadOnlyListDisturbance, cancellationToken);

    /// <summary>Disturbs from now on, in place of what was on of that kind.</summary>
    public async Task<Disturbance> DisturbAsync(DisturbanceRequest request, CancellationToken cancellationToken)
    {
        using var body = JsonContent.Create(request, AdminJson.Default.DisturbanceRequest);
        using var response = await SendAsync(() => _http.PutAsync(new Uri(Chaos, UriKind.Relative), body, cancellationToken));
        return await ReadAsync(response, AdminJson.Default.Disturbance, cancellationToken);
    }

    /// <summary>Ends the disturbance of a kind, or, for null, every one.</summary>
    public async Task EndChaosAsync(DisturbanceKind? kind, CancellationToken cancellationToken)
    {
        var path = new Uri(kind is null ? Chaos : $"{Chaos}?kind={kind}", UriKind.Relative);
        using var response = await SendAsync(() => _http.DeleteAsync(path, cancellationToken));
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(() => _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken));
        return await ReadAsync(response, type, cancellationToken);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await response.Content.ReadFromJsonAsync(type, cancellationToken) ?? throw new InvalidDataException(
            $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri} answered null.");

    private async Task<HttpResponseMessage> SendAsync(Func<Task<HttpResponseMessage>> send)
    {
        HttpResponseMessage response;
        try
        {
            response = await send();
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError)
        {
            throw new LaptopAnswerException($"Nothing answers at {endpoint}. Start laptop mode first: ./waybill up", e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new LaptopAnswerException(
                $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri} answered {(int)response.StatusCode}: "
                + await response.Content.ReadAsStringAsync()
                + (response.StatusCode == HttpStatusCode.Forbidden ? Keys : ""));
        }
    }
}

/// <summary>Laptop mode did not answer as asked; the message says what it was asked, and what it said.</summary>
public sealed class LaptopAnswerException(string message, Exception? inner = null) : Exception(message, inner);
