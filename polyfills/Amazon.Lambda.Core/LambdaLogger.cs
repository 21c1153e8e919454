namespace Amazon.Lambda.Core;

/// <summary>Writes to the log from code that has no <see cref="ILambdaContext"/>.</summary>
public static class LambdaLogger
{
    /// <summary>Writes one line to standard output, which Lambda copies to the log stream.</summary>
    public static void Log(string message) => Console.Out.WriteLine(message);
}
