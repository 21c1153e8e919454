namespace Waybill.EventPatterns.Indexing;

/// <summary>What to ask of the leaves in one field.</summary>
/// <param name="Plain">In every event; null if nothing.</param>
/// <param name="Values">Which values they have, once a condition is about that; null if that is asked in every event, or never.</param>
/// <param name="Led">In events with a leading value, by its number; empty if nothing.</param>
internal sealed record FieldIndex(FieldPlan? Plain, FieldPlan? Values, FieldPlan?[] Led);
