using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;

namespace Waybill.Operations.Logs;

/// <summary>Reads again and again what a consumer reports, each time only the last minutes' lines.</summary>
/// <param name="account">Where.</param>
/// <param name="consumer">Who.</param>
/// <param name="since">From when on its reports matter.</param>
/// <param name="time">The clock.</param>
internal sealed class OutcomeFollower(AwsAccount account, Consumer consumer, DateTimeOffset since, TimeProvider time)
{
    /// <summary>Clocks differ a little, and CloudWatch has some lines only after a while.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private readonly HashSet<Outcome> _reported = [];
    private DateTimeOffset _from = since - Overlap;

    /// <summary>What has been reported since the last time, oldest first.</summary>
    public async Task<IReadOnlyList<Outcome>> ReadAsync(CancellationToken cancellationToken)
    {
        var next = time.GetUtcNow() - Overlap;
        var lines = await new OutcomeReader(account).AllAsync(consumer, _from, until: null, cancellationToken);
        _from = next > _from ? next : _from;
        return [.. lines.Where(_reported.Add)];
    }
}
