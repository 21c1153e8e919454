namespace Amazon.Lambda.Core;

/// <summary>Turns the bytes of an invocation into a handler's argument, and its result into bytes.</summary>
public interface ILambdaSerializer
{
    T Deserialize<T>(Stream requestStream);

    void Serialize<T>(T response, Stream responseStream);
}
