namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The Runtime API did not do what it was asked; the process is of no further use.</summary>
public class RuntimeApiException : Exception
{
    public RuntimeApiException(string message)
        : base(message)
    {
    }

    internal static RuntimeApiException Missing(string header) =>
        new($"The Runtime API answered invocation/next without a valid header {header}.");

    internal static async Task<RuntimeApiException> OfAsync(string call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return new($"The Runtime API answered {call} with {(int)response.StatusCode} {response.ReasonPhrase}: {body}");
    }
}
