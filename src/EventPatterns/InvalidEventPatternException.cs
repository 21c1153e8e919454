using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns;

/// <summary>A pattern that EventBridge refuses, in EventBridge's own words, with the place that is wrong.</summary>
public sealed class InvalidEventPatternException : Exception
{
    internal InvalidEventPatternException(RefusedPatternException refused)
        : base(refused.Message) =>
        (Reason, Line, Column, Pointer) = (refused.Reason, refused.Line, refused.Column, refused.Pointer);

    /// <summary>What is wrong, without the introduction and the position that <see cref="Exception.Message"/> has around it.</summary>
    public string Reason { get; }

    /// <summary>The value that is wrong, as a JSON pointer (RFC 6901) into the pattern; empty for the pattern itself.</summary>
#pragma warning disable CA1720 // the one word for this, in RFC 6901
    public string Pointer { get; }
#pragma warning restore CA1720

    internal int Line { get; }

    internal int Column { get; }
}
