using Amazon.Runtime;

namespace Waybill.Operations.Accounts;

/// <summary>What stands in the way of a verb, told to the person who wanted it.</summary>
public static class InOneSentence
{
    private static readonly string[] Expired =
        ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "UnrecognizedClientException", "InvalidClientTokenId"];

    private static readonly string[] Denied = ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AccessDeniedFault"];

    /// <summary>Whether the account says that who calls may not do it.</summary>
    public static bool IsDenied(Exception exception) =>
        exception is AmazonServiceException { ErrorCode: { } code } && Denied.Contains(code, StringComparer.Ordinal);

    /// <summary>Null for what is a mistake of ours, whose stack trace helps.</summary>
    public static string? Of(Exception exception) => exception switch
    {
        OperationException => exception.Message,
        AmazonServiceException e when Expired.Contains(e.ErrorCode, StringComparer.Ordinal) =>
            $"The AWS credentials are not valid any more, or not here: {e.Message} Log in again, and run the same command once more.",
        AmazonServiceException e when IsDenied(e) =>
            $"Who calls may not do this: {e.Message} infra/OperatorRole.cs has the role that may.",
        AmazonServiceException e => $"AWS refused a call: {e.ErrorCode ?? "no error code"}: {e.Message}",
        AmazonClientException or HttpRequestException => $"AWS cannot be called: {exception.Message}",
        _ => null,
    };
}
