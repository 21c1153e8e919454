using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.CloudWatch;

/// <summary>CloudWatch's errors: the shape's name, and the code older clients know it by.</summary>
/// <remarks>Source: CloudWatch API reference, the errors of each operation, and "Common Errors".</remarks>
internal static class CloudWatchError
{
    public static AwsException Invalid(string message) => Of("InvalidParameterValue", message);

    public static AwsException Invalid(string value, string path, string must) =>
        Invalid($"The value {value} for parameter {path} is invalid. It must {must}.");

    public static AwsException Missing(string path) =>
        Of("MissingParameter", $"The parameter {path} is required.", "MissingRequiredParameter");

    public static AwsException Combination(string message) => Of("InvalidParameterCombination", message);

    public static AwsException Validation(string message) => new("ValidationError", message) { QueryCode = "ValidationError" };

    /// <summary>A constraint of the API's model.</summary>
    public static AwsException Constraint(string? value, string path, string must)
    {
        var given = value is null ? "null" : $"'{value}'";
        return Validation(
            $"1 validation error detected: Value {given} at '{char.ToLowerInvariant(path[0])}{path[1..]}' failed to satisfy "
            + $"constraint: Member must {must}");
    }

    public static AwsException NextToken() =>
        new("InvalidNextToken", "The next token specified is invalid.") { QueryCode = "InvalidNextToken" };

    public static AwsException Format(string message) => new("InvalidFormatFault", message) { QueryCode = "InvalidFormat" };

    public static AwsException NotFound(string name) =>
        new("ResourceNotFound", $"Alarm {name} does not exist.", StatusCodes.Status404NotFound) { QueryCode = "ResourceNotFound" };

    private static AwsException Of(string code, string message, string? shape = null) =>
        new((shape ?? code) + "Exception", message) { QueryCode = code };
}
