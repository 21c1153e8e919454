namespace Waybill.EventPatterns;

/// <summary>A pattern that EventBridge refuses, in EventBridge's own words, with the place that is wrong.</summary>
public sealed class InvalidEventPatternException : Exception
{
    internal InvalidEventPatternException(string reason, string suffix, int line, int column, string pointer)
        : base($"Event pattern is not valid. Reason: {reason}{suffix}")
    {
        Reason = reason;
        Line = line;
        Column = column;
        Pointer = pointer;
    }

    /// <summary>What is wrong, without the introduction and the position that <see cref="Exception.Message"/> has around it.</summary>
    public string Reason { get; }

    /// <summary>The line, counted from 1.</summary>
    public int Line { get; }

    /// <summary>The column just past what is wrong, counted from 1 in UTF-16 units (EventBridge's convention).</summary>
    public int Column { get; }

    /// <summary>The value that is wrong, as a JSON pointer (RFC 6901) into the pattern; empty for the pattern itself.</summary>
#pragma warning disable CA1720 // the one word for this, in RFC 6901
    public string Pointer { get; }
#pragma warning restore CA1720
}
