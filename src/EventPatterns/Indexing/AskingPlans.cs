namespace Waybill.EventPatterns.Indexing;

/// <summary>What to ask of the leaves of an event, by their fields; null where there is nothing to ask.</summary>
internal sealed class AskingPlans(int fields, int partitions)
{
    private readonly FieldPlan?[] _inPartitions = new FieldPlan?[fields * partitions];

    /// <summary>Of the partition field, before anything else.</summary>
    public FieldPlan? First { get; private set; }

    /// <summary>In every event.</summary>
    public FieldPlan?[] Plain { get; } = new FieldPlan?[fields];

    /// <summary>Which values leaves have, once a condition is about that; null where that is asked in every event, or never.</summary>
    public FieldPlan?[] Values { get; } = new FieldPlan?[fields];

    /// <summary>In events of a partition.</summary>
    public Span<FieldPlan?> InPartition(int partition) => _inPartitions.AsSpan(partition * fields, fields);

    /// <summary>Has a field asked first; its values say what else to ask.</summary>
    public void AskFirst(int field) => (First, Plain[field]) = (Plain[field], null);
}
