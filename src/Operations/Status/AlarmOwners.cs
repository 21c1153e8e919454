using Waybill.Operations.Consumers;

namespace Waybill.Operations.Status;

/// <summary>Says whose an alarm is: a consumer's, when its metric is of the consumer, its function or one of its queues.</summary>
internal sealed class AlarmOwners
{
    private readonly Dictionary<string, Consumer> _owners = new(StringComparer.Ordinal);

    public AlarmOwners(IEnumerable<Consumer> consumers)
    {
        foreach (var consumer in consumers)
        {
            string[] names = [consumer.Name, consumer.Function, consumer.Queue.Name, MeasuredDepths.DeadLetterName(consumer)];
            foreach (var name in names)
            {
                _owners.TryAdd(name, consumer);
            }
        }
    }

    /// <param name="dimensions">The values of its metric's dimensions.</param>
    /// <returns>Null when it is of no consumer.</returns>
    public Consumer? Of(IEnumerable<string> dimensions) =>
        dimensions.Select(dimension => _owners.GetValueOrDefault(dimension)).FirstOrDefault(owner => owner is not null);
}
