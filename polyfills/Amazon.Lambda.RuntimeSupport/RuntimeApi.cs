using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The four calls of the Lambda Runtime API.</summary>
/// <param name="http">A client without a timeout.</param>
/// <param name="address">Host and port, with or without a path below which the API stands.</param>
internal sealed class RuntimeApi(HttpClient http, string address)
{
    private const string RequestId = "Lambda-Runtime-Aws-Request-Id";
    private const string DeadlineMs = "Lambda-Runtime-Deadline-Ms";
    private const string ErrorType = "Lambda-Runtime-Function-Error-Type";

    private readonly Uri _base = new($"http://{address.TrimEnd('/')}/2018-06-01/runtime/");

    /// <summary>Waits, however long, for an invocation.</summary>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(_base, "invocation/next"), cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw await RuntimeApiException.OfAsync("invocation/next", response, cancellationToken);
        }

        var payload = new MemoryStream(await response.Content.ReadAsByteArrayAsync(cancellationToken), writable: false);
        return new Invocation(
            Header(response, RequestId) ?? throw RuntimeApiException.Missing(RequestId),
            Deadline(Header(response, DeadlineMs)) ?? throw RuntimeApiException.Missing(DeadlineMs),
            Header(response, "Lambda-Runtime-Trace-Id"),
            Header(response, "Lambda-Runtime-Invoked-Function-Arn"),
            payload);
    }

    /// <summary>Answers an invocation.</summary>
    public async Task RespondAsync(string requestId, Stream output, CancellationToken cancellationToken)
    {
        using var content = new StreamContent(output);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await http.PostAsync(new Uri(_base, $"invocation/{requestId}/response"), content, cancellationToken);
        await CheckAsync("response", response, cancellationToken);
    }

    public Task FailAsync(string requestId, InvocationError error, CancellationToken cancellationToken) =>
        PostErrorAsync($"invocation/{requestId}/error", error, error.ErrorType, cancellationToken);

    /// <remarks>The original says the type in the body only.</remarks>
    public Task FailInitAsync(InvocationError error, CancellationToken cancellationToken) =>
        PostErrorAsync("init/error", error, type: null, cancellationToken);

    private async Task PostErrorAsync(string path, InvocationError error, string? type, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(error, RuntimeJson.Default.InvocationError));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.aws.lambda.error+json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_base, path)) { Content = content };
        if (type is not null)
        {
            request.Headers.TryAddWithoutValidation(ErrorType, type);
        }

        using var response = await http.SendAsync(request, cancellationToken);
        await CheckAsync(path, response, cancellationToken);
    }

    /// <summary>As the original, whatever is refused, be it an answer that is too large or too late, ends the process.</summary>
    private static async Task CheckAsync(string call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await RuntimeApiException.OfAsync(call, response, cancellationToken);
        }
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static DateTimeOffset? Deadline(string? milliseconds) =>
        long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? DateTimeOffset.FromUnixTimeMilliseconds(value)
            : null;
}
