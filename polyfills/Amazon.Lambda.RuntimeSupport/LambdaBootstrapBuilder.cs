using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Builds the loop that takes invocations from the Lambda Runtime API and gives them to one handler.</summary>
public class LambdaBootstrapBuilder
{
    private readonly LambdaHandler _handler;
    private LambdaBootstrapInitializer? _initializer;

    private LambdaBootstrapBuilder(LambdaHandler handler) => _handler = handler;

    public static LambdaBootstrapBuilder Create<TInput>(Action<TInput, ILambdaContext> handler, ILambdaSerializer serializer) =>
        Create<TInput>(
            (input, context) =>
            {
                handler(input, context);
                return Task.CompletedTask;
            },
            serializer);

    public static LambdaBootstrapBuilder Create<TInput>(Func<TInput, ILambdaContext, Task> handler, ILambdaSerializer serializer) =>
        new(LambdaHandler.Of(handler, serializer));

    public static LambdaBootstrapBuilder Create<TInput, TOutput>(
        Func<TInput, ILambdaContext, TOutput> handler, ILambdaSerializer serializer) =>
        Create<TInput, TOutput>((input, context) => Task.FromResult(handler(input, context)), serializer);

    public static LambdaBootstrapBuilder Create<TInput, TOutput>(
        Func<TInput, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) => new(LambdaHandler.Of(handler, serializer));

    /// <summary>Prepares the handler; its failure is reported as the function's, before any invocation is taken.</summary>
    public LambdaBootstrapBuilder UseBootstrapHandler(LambdaBootstrapInitializer initializer)
    {
        _initializer = initializer;
        return this;
    }

    public LambdaBootstrap Build() => new(_handler, _initializer);
}
