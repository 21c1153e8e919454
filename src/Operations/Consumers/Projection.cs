using System.Globalization;

namespace Waybill.Operations.Consumers;

/// <summary>What a consumer keeps in tables that can be made of its events anew: there are two of each, one live and one idle
/// (infra/Projection.cs).</summary>
/// <param name="Version">The live tables' version, which is in the idempotency keys too.</param>
/// <param name="IdleVersion">The version that was live before; null when there was none, or it has been dropped.</param>
/// <param name="RebuiltFrom">While a rebuild is under way, from when on events are replayed for it.</param>
/// <param name="Tables">Its tables.</param>
public sealed record Projection(
    string Version, string? IdleVersion, DateTimeOffset? RebuiltFrom, IReadOnlyList<ProjectionTable> Tables)
{
    internal const string VersionVariable = "PROJECTION_VERSION";
    internal const string RebuiltFromVariable = "PROJECTION_REBUILT_FROM";
    internal const string Idle = "_IDLE";

    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>When the live version began; null for the first one.</summary>
    public DateTimeOffset? Began => DateTimeOffset.TryParseExact(
        Version, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var began)
        ? began
        : null;

    /// <summary>A version is called by when it began, so that none is ever called like one before it.</summary>
    internal static string VersionOf(DateTimeOffset began) => began.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>How the ids of a version begin in the idempotency table (Waybill.Eventing.Consuming, Inbox).</summary>
    internal static string Keys(string consumer, string version) => $"{consumer}@{version}#";

    /// <summary>Null when the function is told of no tables in two versions.</summary>
    internal static Projection? Of(IReadOnlyDictionary<string, string> variables)
    {
        var tables = variables.Keys
            .Where(name => name != VersionVariable && variables.ContainsKey(name + Idle))
            .Select(name => new ProjectionTable(name, variables[name], variables[name + Idle])).ToList();
        return tables.Count > 0 && variables.TryGetValue(VersionVariable, out var version)
            ? new Projection(version, variables.GetValueOrDefault(VersionVariable + Idle), From(variables), tables)
            : null;
    }

    private static DateTimeOffset? From(IReadOnlyDictionary<string, string> variables) =>
        variables.TryGetValue(RebuiltFromVariable, out var text)
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
            : null;
}

/// <summary>A table of a projection.</summary>
/// <param name="Variable">The environment variable that has its name.</param>
/// <param name="Live">The table that the consumer writes.</param>
/// <param name="Idle">The other one.</param>
public sealed record ProjectionTable(string Variable, string Live, string Idle);
