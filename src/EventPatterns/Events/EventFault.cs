namespace Waybill.EventPatterns.Events;

/// <summary>What keeps an event from being held against patterns.</summary>
internal enum EventFault
{
    None,

    /// <summary>It is JSON, but not an object.</summary>
    NotAnObject,

    /// <summary>It is not JSON in UTF-8, or beyond <see cref="Text.JsonLimits"/>.</summary>
    Malformed,

    /// <summary>It has more than <see cref="EventCheck.MaxBytes"/>.</summary>
    TooLarge,
}
