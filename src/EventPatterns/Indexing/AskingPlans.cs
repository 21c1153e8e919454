namespace Waybill.EventPatterns.Indexing;

/// <summary>What to ask of the leaves of an event, by their fields; null where there is nothing to ask.</summary>
/// <param name="fields">How many fields there are.</param>
/// <param name="leadValues">How many leading values there are.</param>
internal sealed class AskingPlans(int fields, int leadValues)
{
    private readonly FieldPlan?[] _led = new FieldPlan?[fields * leadValues];

    /// <summary>Of the leading field, before anything else.</summary>
    public FieldPlan? Leading { get; private set; }

    /// <summary>In every event.</summary>
    public FieldPlan?[] Plain { get; } = new FieldPlan?[fields];

    /// <summary>Which values leaves have, once a condition is about that; null where that is asked in every event, or never.</summary>
    public FieldPlan?[] Values { get; } = new FieldPlan?[fields];

    /// <summary>In events with a leading value.</summary>
    public Span<FieldPlan?> Led(int value) => _led.AsSpan(value * fields, fields);

    /// <summary>Has a field asked first; its values say what else to ask.</summary>
    public void Lead(int field) => (Leading, Plain[field]) = (Plain[field], null);
}
