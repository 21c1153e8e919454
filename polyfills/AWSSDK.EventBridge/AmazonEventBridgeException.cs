using System.Net;
using Amazon.Runtime;

namespace Amazon.EventBridge;

/// <summary>EventBridge refused a request, or could not be reached after the SDK's retries.</summary>
public class AmazonEventBridgeException : AmazonServiceException
{
    public AmazonEventBridgeException(string message)
        : base(message)
    {
    }

    public AmazonEventBridgeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public AmazonEventBridgeException(
        string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
