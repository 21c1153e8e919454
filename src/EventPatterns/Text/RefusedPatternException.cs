namespace Waybill.EventPatterns.Text;

/// <summary>A pattern is wrong in one place, which EventBridge would refuse it for.</summary>
/// <param name="reason">What is wrong, in EventBridge's words.</param>
/// <param name="position">Where, as EventBridge appends it to a message; empty where it does not.</param>
/// <param name="line">The line, counted from 1.</param>
/// <param name="column">The column just past what is wrong, counted from 1 in UTF-16 units (EventBridge's convention).</param>
/// <param name="pointer">The value that is wrong (RFC 6901).</param>
internal sealed class RefusedPatternException(string reason, string position, int line, int column, string pointer)
    : Exception($"Event pattern is not valid. Reason: {reason}{position}")
{
    public string Reason => reason;

    public int Line => line;

    public int Column => column;

    public string Pointer => pointer;
}
