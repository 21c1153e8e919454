namespace Waybill.Eventing;

/// <summary>How deep an event may be nested; .NET's own limit, 64, is far below EventBridge's.</summary>
public static class EventDepth
{
    /// <summary>The levels EventBridge takes in a detail (API reference, PutEvents).</summary>
    public const int Detail = 1_000;

    /// <summary>The levels read of a message: a detail, with room for what a rule puts around it.</summary>
    public const int Message = 1_024;
}
