using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;

namespace Waybill.Operations.Logs;

/// <summary>Reads what consumers say became of messages.</summary>
internal sealed class OutcomeReader(AwsAccount account)
{
    private const string Failures = """{ $.outcome = "failed" || $.outcome = "unreadable" }""";
    private const string All = """{ $.outcome = "*" }""";

    private readonly LogLines _lines = new(account);

    public Task<IReadOnlyList<Outcome>> FailuresAsync(
        Consumer consumer, DateTimeOffset from, DateTimeOffset? until, CancellationToken cancellationToken) =>
        ReadAsync(consumer, Failures, from, until, cancellationToken);

    public Task<IReadOnlyList<Outcome>> AllAsync(
        Consumer consumer, DateTimeOffset from, DateTimeOffset? until, CancellationToken cancellationToken) =>
        ReadAsync(consumer, All, from, until, cancellationToken);

    private async Task<IReadOnlyList<Outcome>> ReadAsync(
        Consumer consumer, string pattern, DateTimeOffset from, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var lines = await _lines.ReadAsync(consumer.LogGroup, pattern, from, until, cancellationToken);
        return [.. lines.Select(line => Outcome.Read(line.Message!)).OfType<Outcome>()];
    }
}
