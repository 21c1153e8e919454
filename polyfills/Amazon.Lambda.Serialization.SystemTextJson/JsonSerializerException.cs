namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>An invocation or a result could not be turned from or into JSON.</summary>
public class JsonSerializerException : Exception
{
    public JsonSerializerException(string message)
        : base(message)
    {
    }

    public JsonSerializerException(string message, Exception exception)
        : base(message, exception)
    {
    }
}
