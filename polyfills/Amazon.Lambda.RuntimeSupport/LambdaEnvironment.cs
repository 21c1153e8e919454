using System.Globalization;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>What Lambda tells a function process about itself.</summary>
/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime</remarks>
internal sealed record LambdaEnvironment(
    string RuntimeApi, string FunctionName, string FunctionVersion, string LogGroupName, string LogStreamName, int MemoryLimitInMB)
{
    public static LambdaEnvironment Read() => new(
        Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") is { Length: > 0 } api ? api : throw new InvalidOperationException(
            "AWS_LAMBDA_RUNTIME_API is not set: this program is a Lambda function, and is started by whatever serves it that API "
            + "(host:port)."),
        Text("AWS_LAMBDA_FUNCTION_NAME"),
        Text("AWS_LAMBDA_FUNCTION_VERSION"),
        Text("AWS_LAMBDA_LOG_GROUP_NAME"),
        Text("AWS_LAMBDA_LOG_STREAM_NAME"),
        int.TryParse(Text("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), CultureInfo.InvariantCulture, out var megabytes) ? megabytes : 0);

    /// <summary>What is only shown in a log may be missing.</summary>
    private static string Text(string name) => Environment.GetEnvironmentVariable(name) ?? string.Empty;
}
