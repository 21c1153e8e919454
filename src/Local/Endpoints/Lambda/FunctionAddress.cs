using System.Text.RegularExpressions;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>A function as callers name it: its name, its ARN, or <c>account:function:name</c>, and perhaps a qualifier.</summary>
internal static partial class FunctionAddress
{
    private const string Pattern =
        @"(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)"
        + @"(:(\$LATEST|[a-zA-Z0-9-_]+))?";

    private const string Latest = "$LATEST";
    private const int LongestName = 64;

    private static readonly Refusal Qualified = new(
        "Lambda", "every operation on a function", "versions and aliases",
        function => new AwsException(
            "ResourceNotFoundException",
            $"Function not found: {function}. Laptop mode keeps no versions and aliases: the only qualifier is {Latest}.", 404));

    /// <summary>The function that the call's path names.</summary>
    public static string Function(this LambdaCall call) => Arn(call.Scope, call.Route("function"), "functionName", call.Query("Qualifier"));

    /// <summary>The ARN of a function, without a qualifier.</summary>
    /// <exception cref="AwsException">It is no function's name, or names a version or alias, which there are none of.</exception>
    public static string Arn(Scope scope, string given, string member, string? qualifier = null)
    {
        var match = Address().Match(given);
        var name = match.Groups["name"].Value;
        if (!match.Success || name.Length > LongestName)
        {
            var constraint = match.Success
                ? $"have length less than or equal to {LongestName}"
                : $"satisfy regular expression pattern: {Pattern}";
            throw AwsException.Validation(
                $"1 validation error detected: Value '{given}' at '{member}' failed to satisfy constraint: Member must {constraint}");
        }

        var there = new Scope(Part(match, "account") ?? scope.Account, Part(match, "region") ?? scope.Region);
        var arn = there.Arn("lambda", $"function:{name}");
        var asked = qualifier ?? Part(match, "qualifier") ?? Latest;
        return asked == Latest ? arn : throw Qualified.Error($"{arn}:{asked}");
    }

    private static string? Part(Match match, string group) => match.Groups[group] is { Success: true, Value: var value } ? value : null;

    [GeneratedRegex(
        @"^(arn:(aws[a-zA-Z-]*)?:lambda:)?((?<region>[a-z]{2}(-gov)?-[a-z]+-\d{1}):)?((?<account>\d{12}):)?(function:)?"
            + @"(?<name>[a-zA-Z0-9-_]+)(:(?<qualifier>\$LATEST|[a-zA-Z0-9-_]+))?\z",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
