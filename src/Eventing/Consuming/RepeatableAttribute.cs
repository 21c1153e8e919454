namespace Waybill.Eventing.Consuming;

/// <summary>
/// Declares that a consumer's effect is by nature repeatable: however often and in whatever order its events come, the result is the same.
/// So it keeps no record of what it has done, which is cheaper, and a replay runs it again without harm (docs/decisions/0016).
/// </summary>
/// <remarks>
/// Only for what writes the same under the same key, and publishes and sends nothing. A test delivers its events many times in any order
/// and compares what is left.
/// </remarks>
/// <param name="because">Why a second time changes nothing; for who reads the consumer.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RepeatableAttribute(string because) : Attribute
{
    public string Because { get; } = because;
}
