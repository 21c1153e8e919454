using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Endpoints.Protocol;

/// <summary>What AWS would say of failures that are no operation's own.</summary>
internal static class FailedRequest
{
    /// <summary>Null for what nobody foresaw.</summary>
    public static AwsException? Of(Exception error) => error switch
    {
        AwsException foreseen => foreseen,
        // The store's disk or folder is the trouble, and its message says which.
        BusStoreException => new AwsException("InternalException", error.Message, StatusCodes.Status500InternalServerError),
        // Such as a chunk whose size is no number.
        BadHttpRequestException bad => new AwsException(Code(bad.StatusCode), bad.Message, bad.StatusCode),
        // A member is of another JSON type than its operation reads.
        InvalidOperationException or FormatException when error.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) is true =>
            new AwsException(
                "SerializationException", $"A member of the request has another type than its operation takes: {error.Message}"),
        _ => null,
    };

    private static string Code(int status) => status switch
    {
        StatusCodes.Status408RequestTimeout => "RequestTimeoutException",
        StatusCodes.Status413PayloadTooLarge => "RequestEntityTooLargeException",
        _ => "SerializationException",
    };
}
