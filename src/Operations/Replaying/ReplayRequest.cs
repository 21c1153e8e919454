namespace Waybill.Operations.Replaying;

/// <summary>Which past events are to be handed to whom again.</summary>
/// <param name="From">The first moment whose events are meant, by the event's time.</param>
/// <param name="To">The moment from which on none is.</param>
/// <param name="Consumers">Who is to hear them, as people type it; all who hear now when none is named.</param>
/// <param name="AcceptRepeats">Whether effects may happen again, of which consumers have forgotten that they took place.</param>
public sealed record ReplayRequest(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string> Consumers, bool AcceptRepeats);
