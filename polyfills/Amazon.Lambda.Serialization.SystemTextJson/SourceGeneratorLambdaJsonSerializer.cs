using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>Reads and writes invocations with the source-generated metadata of <typeparamref name="TSGContext"/>.</summary>
/// <remarks>
/// Member names are matched without regard to case, as Lambda's own events need (<c>messageId</c>, <c>eventSourceARN</c>); they are written
/// as declared.
/// </remarks>
public class SourceGeneratorLambdaJsonSerializer<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSGContext> : ILambdaSerializer
    where TSGContext : JsonSerializerContext
{
    private readonly TSGContext _context = CreateContext(new JsonSerializerOptions { PropertyNameCaseInsensitive = true });

    public T Deserialize<T>(Stream requestStream)
    {
        try
        {
            return JsonSerializer.Deserialize(requestStream, TypeInfo<T>())!;
        }
        catch (JsonException exception)
        {
            throw new JsonSerializerException($"The invocation is not JSON of a {typeof(T)}: {exception.Message}", exception);
        }
    }

    public void Serialize<T>(T response, Stream responseStream) => JsonSerializer.Serialize(responseStream, response, TypeInfo<T>());

    private JsonTypeInfo<T> TypeInfo<T>() => _context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new JsonSerializerException(
            $"{typeof(TSGContext)} knows nothing of {typeof(T)}; add [JsonSerializable(typeof({typeof(T).Name}))] to it.");

    private static TSGContext CreateContext(JsonSerializerOptions options)
    {
        var constructor = typeof(TSGContext).GetConstructor([typeof(JsonSerializerOptions)])
            ?? throw new JsonSerializerException($"{typeof(TSGContext)} has no public constructor that takes JsonSerializerOptions.");
        return (TSGContext)constructor.Invoke([options]);
    }
}
