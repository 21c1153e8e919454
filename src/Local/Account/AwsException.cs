using Microsoft.AspNetCore.Http;

namespace Waybill.Local.Account;

/// <summary>An error that a client gets in AWS's shape.</summary>
internal sealed class AwsException(string code, string message, int status = StatusCodes.Status400BadRequest) : Exception(message)
{
    public string Code { get; } = code;
    public int Status { get; } = status;

    /// <summary>SQS's older name of the error, which current clients still expect in <c>x-amzn-query-error</c>.</summary>
    public string? QueryCode { get; init; }

    public static AwsException Validation(string message) => new("ValidationException", message);
}
