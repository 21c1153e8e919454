using Waybill.Local.Bus.Fanout;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Routing;

/// <summary>Everything that one PutEvents call changes: written in one transaction, archive and queues together.</summary>
internal sealed class Publication
{
    public List<string> EventIds { get; } = [];
    public List<StoredMessage> Messages { get; } = [];

    /// <summary>What reaches its target later.</summary>
    public List<Delivery> Deliveries { get; } = [];

    public List<ArchivedEvent> Archived { get; } = [];

    /// <summary>What is counted once the transaction is on disk.</summary>
    public List<Action> Committed { get; } = [];
    public int Published { get; set; }
    public int Delivered { get; set; }

    public void Add(TopicPlan plan)
    {
        Messages.AddRange(plan.Messages);
        Deliveries.AddRange(plan.Deliveries);
    }

    public void Write(StoreTransaction transaction)
    {
        foreach (var archived in Archived)
        {
            transaction.Archive(archived);
        }

        foreach (var message in Messages)
        {
            transaction.Insert(message);
        }

        foreach (var delivery in Deliveries)
        {
            transaction.Insert(delivery);
        }

        transaction.Count("published", Published);
        transaction.Count("delivered", Delivered);
    }
}
