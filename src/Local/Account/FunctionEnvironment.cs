using System.Text;
using System.Text.RegularExpressions;

namespace Waybill.Local.Account;

/// <summary>The environment variables a function may have.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html</remarks>
internal static partial class FunctionEnvironment
{
    public const int MostBytes = 4 * 1024;

    /// <summary>Names that Lambda sets, and refuses from others.</summary>
    public static readonly IReadOnlyList<string> Reserved =
    [
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    ];

    /// <summary>What Lambda refuses these variables for; null when it takes them.</summary>
    public static string? Problem(IReadOnlyDictionary<string, string> variables)
    {
        const string Unable =
            "Lambda was unable to configure your environment variables because the environment variables you have provided";
        var reserved = variables.Keys.Intersect(Reserved, StringComparer.Ordinal).ToList();
        if (reserved.Count > 0)
        {
            return $"{Unable} contains reserved keys that are currently not supported for modification. "
                + $"Reserved keys used in this request: {string.Join(", ", reserved)}";
        }

        if (variables.Keys.FirstOrDefault(name => !Name().IsMatch(name)) is { } invalid)
        {
            return $"{Unable} contain the name '{invalid}'; a name is a letter and at least one more letter, digit or underscore.";
        }

        return variables.Sum(variable => Encoding.UTF8.GetByteCount(variable.Key) + Encoding.UTF8.GetByteCount(variable.Value)) > MostBytes
            ? $"{Unable} exceeded the 4KB limit."
            : null;
    }

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9_]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
