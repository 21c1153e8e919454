namespace Waybill.EventPatterns.Text;

/// <summary>What EventBridge's JSON parser (Jackson) refuses although it is JSON.</summary>
internal static class JsonLimits
{
    /// <summary>Levels of nesting (EventBridge user guide, <c>eb-putevents</c>: deeper detail is malformed).</summary>
    public const int Depth = 1000;

    /// <summary>Characters of a number.</summary>
    public const int NumberLength = 1000;
}
