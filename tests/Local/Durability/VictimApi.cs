using System.Text;
using System.Text.Json.Nodes;

namespace Waybill.Local.Tests.Durability;

/// <summary>Calls of a laptop that may be killed meanwhile: then nobody answers, and nobody knows whether it was done.</summary>
internal sealed class VictimApi(Uri endpoint) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = endpoint };

    /// <exception cref="RefusedException">It was refused, so it has not happened.</exception>
    /// <exception cref="HttpRequestException">Nobody answered.</exception>
    public async Task<JsonNode> CallAsync(string target, JsonObject input, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/");
        request.Headers.Add("X-Amz-Target", target);
        request.Content = new StringContent(input.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.0");
        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text.Length == 0 ? "{}" : text)!
            : throw new RefusedException($"{target} {input.ToJsonString()}: {(int)response.StatusCode} {text}");
    }

    public void Dispose() => _http.Dispose();
}

internal sealed class RefusedException(string message) : Exception(message);
