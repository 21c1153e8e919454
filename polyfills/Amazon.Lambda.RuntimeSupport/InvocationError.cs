using System.Text.Json.Serialization;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>A failure, as Lambda and the caller of the function read it.</summary>
/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-invokeerror</remarks>
internal sealed record InvocationError(string ErrorType, string ErrorMessage, string[] StackTrace, InvocationError? Cause)
{
    private const int DeepestCause = 8;

    public static InvocationError Of(Exception exception) => Of(exception, depth: 0);

    private static InvocationError Of(Exception exception, int depth) => new(
        exception.GetType().Name,
        exception.Message,
        exception.StackTrace?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        exception.InnerException is { } cause && depth < DeepestCause ? Of(cause, depth + 1) : null);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InvocationError))]
internal sealed partial class RuntimeJson : JsonSerializerContext;
