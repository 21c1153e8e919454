using System.Net;
using Amazon.Runtime;

namespace Amazon.CloudWatch;

/// <summary>CloudWatch refused a request, or could not be reached after the SDK's retries.</summary>
public class AmazonCloudWatchException : AmazonServiceException
{
    public AmazonCloudWatchException(string message)
        : base(message)
    {
    }

    public AmazonCloudWatchException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public AmazonCloudWatchException(
        string message, Exception? innerException, ErrorType errorType, string? errorCode, string? requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
