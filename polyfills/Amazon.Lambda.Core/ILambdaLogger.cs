namespace Amazon.Lambda.Core;

/// <summary>Writes to the function's log stream.</summary>
public interface ILambdaLogger
{
    /// <summary>Writes <paramref name="message"/> as it is, without a line end.</summary>
    void Log(string message);

    /// <summary>Writes <paramref name="message"/> as one line.</summary>
    void LogLine(string message);
}
