using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;

namespace Waybill.Operations.Failures;

/// <summary>Finds the dead letters whose effect has taken place meanwhile: a redrive of them is suppressed.</summary>
internal sealed class HandledLetters(AwsAccount account)
{
    /// <returns>Their ids; of letters without a key nobody can say it.</returns>
    public async Task<IReadOnlySet<string>> AmongAsync(
        Consumer consumer, IReadOnlyList<Failure> failures, CancellationToken cancellationToken)
    {
        if (consumer.IdempotencyTable is not { } table)
        {
            return new HashSet<string>();
        }

        var keys = failures.Select(failure => failure.IdempotencyKey).OfType<string>();
        var done = await new DoneRecords(account).DoneAsync(table, keys, cancellationToken);
        return failures.Where(failure => failure.IdempotencyKey is { } key && done.Contains(key))
            .Select(failure => failure.Id).ToHashSet(StringComparer.Ordinal);
    }
}
