using Waybill.Operations.Consumers;
using Waybill.Operations.Failures;

namespace Waybill.Operations.Redriving;

/// <summary>What a redrive would do.</summary>
/// <param name="Consumer">Whose dead letters.</param>
/// <param name="Failures">The letters that would be sent to its queue again.</param>
/// <param name="Groups">The same by cause.</param>
/// <param name="Suppressed">How many of them were handled meanwhile, and will be suppressed.</param>
/// <param name="Unknown">Of how many nobody can say that, since no line has their key.</param>
/// <param name="Others">Dead letters of the consumer that stay where they are.</param>
public sealed record RedrivePlan(
    Consumer Consumer, IReadOnlyList<Failure> Failures, IReadOnlyList<FailureGroup> Groups, int Suppressed, int Unknown, int Others)
{
    /// <summary>The consumer's queue, where they go.</summary>
    public required QueueState Queue { get; init; }

    /// <summary>Where they lie.</summary>
    public required QueueState DeadLetters { get; init; }
}
