using Waybill.Local.Account;

namespace Waybill.Local.Metrics;

/// <summary>A metric's identity: in each account and region, every combination of dimensions is a metric of its own.</summary>
internal sealed class MetricId(Scope scope, string @namespace, string name, IReadOnlyDictionary<string, string> dimensions)
{
    public Scope Scope => scope;

    public string Namespace => @namespace;

    public string Name => name;

    public IReadOnlyDictionary<string, string> Dimensions => dimensions;

    /// <summary>Equal for equal metrics, whatever sequence their dimensions come in.</summary>
    // The unit separator cannot occur in CloudWatch's names.
    public string Key { get; } = string.Join(
        '\u001f',
        [
            scope.Account, scope.Region, @namespace, name,
            .. dimensions.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => $"{d.Key}={d.Value}"),
        ]);
}
