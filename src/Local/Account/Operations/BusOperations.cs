namespace Waybill.Local.Account.Operations;

/// <summary>EventBridge's operations on buses.</summary>
internal static class BusOperations
{
    /// <summary>Every account has one, in every region, made or not.</summary>
    public static EventBus? Find(Resources resources, string arn) =>
        resources.Find<EventBus>(arn) ?? (arn.EndsWith(":event-bus/default", StringComparison.Ordinal)
            ? new EventBus(EventBus.Default, arn, []) { CreatedAt = resources.Since, ModifiedAt = resources.Since }
            : null);

    /// <exception cref="AwsException">ResourceNotFoundException.</exception>
    public static EventBus Get(Resources resources, string arn) => Find(resources, arn)
        ?? throw new AwsException("ResourceNotFoundException", $"Event bus {arn.Split(":event-bus/")[^1]} does not exist.");

    public static void Create(Change change, EventBus bus)
    {
        if (bus.Name == EventBus.Default || Find(change.Resources, bus.Arn) is not null)
        {
            throw new AwsException("ResourceAlreadyExistsException", $"Event bus {bus.Name} already exists.");
        }

        Quotas.Hold(change.Resources.All<EventBus>().Count(other => Scope.Of(other.Arn) == Scope.Of(bus.Arn)) < Quotas.Buses);
        change.Put(bus with { CreatedAt = change.Now, ModifiedAt = change.Now });
    }

    /// <summary>Changes everything but the name and, unless <paramref name="bus"/> has one, the policy.</summary>
    public static void Update(Change change, EventBus bus)
    {
        var before = Get(change.Resources, bus.Arn);
        change.Put(bus with { CreatedAt = before.CreatedAt ?? change.Now, ModifiedAt = change.Now });
    }

    /// <summary>Deleting what is not there succeeds, as in AWS.</summary>
    public static void Delete(Change change, string arn)
    {
        var name = arn.Split(":event-bus/")[^1];
        if (name == EventBus.Default)
        {
            throw AwsException.Validation("Cannot delete event bus default.");
        }

        if (RuleOperations.On(change.Resources, arn).Any())
        {
            throw AwsException.Validation($"Event bus {name} can't be deleted since it has rules.");
        }

        if (change.Resources.Find<EventBus>(arn) is { } bus)
        {
            change.Remove(bus);
        }
    }
}
