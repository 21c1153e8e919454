using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Any handler, as bytes in and bytes out.</summary>
internal delegate Task<Stream> InvokeHandler(Stream input, ILambdaContext context);

/// <summary>A handler and the serializer that its contexts show it.</summary>
internal sealed record LambdaHandler(InvokeHandler InvokeAsync, ILambdaSerializer Serializer)
{
    public static LambdaHandler Of<TInput>(Func<TInput, ILambdaContext, Task> handler, ILambdaSerializer serializer) => new(
        async (input, context) =>
        {
            await handler(serializer.Deserialize<TInput>(input), context);
            return Stream.Null;
        },
        serializer);

    public static LambdaHandler Of<TInput, TOutput>(
        Func<TInput, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) => new(
        async (input, context) =>
        {
            var output = new MemoryStream();
            serializer.Serialize(await handler(serializer.Deserialize<TInput>(input), context), output);
            output.Position = 0;
            return output;
        },
        serializer);
}
