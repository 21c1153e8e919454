using Waybill.Operations.Failures;

namespace Waybill.Operations.Redriving;

/// <summary>Which dead letters of a consumer are redriven; what is null or empty does not matter.</summary>
/// <param name="Only">The ids of messages or events.</param>
/// <param name="Error">A part of the cause: an exception's type or place, an ERROR_CODE.</param>
/// <param name="Type">The event's type.</param>
/// <param name="OlderThan">At least so old.</param>
public sealed record RedriveSelection(IReadOnlyCollection<string> Only, string? Error, string? Type, TimeSpan? OlderThan)
{
    internal bool Has(Failure failure, DateTimeOffset now) =>
        (Only.Count == 0 || Only.Contains(failure.Id, StringComparer.Ordinal) || Only.Contains(failure.EventId, StringComparer.Ordinal))
        && (Error is null || failure.Cause.Title.Contains(Error, StringComparison.OrdinalIgnoreCase))
        && (Type is null || string.Equals(failure.EventType, Type, StringComparison.OrdinalIgnoreCase))
        && (OlderThan is null || now - failure.SentAt >= OlderThan);
}
