using System.Collections.Concurrent;
using System.Globalization;
using Waybill.Operations.Accounts;

namespace Waybill.WebConsole.Acts;

/// <summary>Plans that somebody may ask for, each once; the oldest are forgotten.</summary>
internal sealed class PlanBook<TPlan>(TimeProvider time)
    where TPlan : class
{
    private const int MostPlans = 20;

    private readonly ConcurrentDictionary<string, TPlan> _plans = new(StringComparer.Ordinal);
    private long _last;

    public TPlan Keep(Func<string, TPlan> named)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyyMMdd'T'HHmmss}-{Interlocked.Increment(ref _last):D6}");
        var plan = _plans[id] = named(id);
        foreach (var old in _plans.Keys.Order(StringComparer.Ordinal).SkipLast(MostPlans))
        {
            _plans.TryRemove(old, out _);
        }

        return plan;
    }

    /// <exception cref="OperationException">There is no such plan, or it was taken.</exception>
    public TPlan Take(string id) => _plans.TryRemove(id, out var plan)
        ? plan
        : throw new OperationException($"There is no plan '{id}', or it was run already; plan again.");
}
