using Waybill.Catalog.Consumers;

namespace Waybill.Infra;

/// <summary>Every environment, and every consumer in each: those whose source is in <c>functions/</c>, listed nowhere.</summary>
public static class Cases
{
    public static ConsumerSources Functions { get; } = ConsumerSources.Read(CdkJson.Find().Beside("functions"), "functions");

    /// <summary>All but the guard's, whose rules are the bus's.</summary>
    public static IReadOnlyList<ConsumerReading> Consumers { get; } =
        [.. Functions.Readings.Where(reading => reading.Consumer != UncataloguedEventsGuard.Consumer)];

    public static IReadOnlyList<string> Teams { get; } = [.. Functions.Readings.Select(reading => reading.Team).Distinct()];

    public static TheoryData<string> Environments => [.. Names];

    public static TheoryData<string, string> Subscriptions =>
        [.. Names.SelectMany(environment => Consumers.Select(one => (environment, one.Consumer)))];

    private static IReadOnlyList<string> Names => Infra.Environments.Names(CdkJson.Find().File);

    /// <summary>Consumers that remember what they have done.</summary>
    public static TheoryData<string, string> Remembering =>
        [.. Names.SelectMany(environment => Consumers.Where(one => !one.IsRepeatable).Select(one => (environment, one.Consumer)))];

    public static bool IsRepeatable(string consumer) => Consumers.Single(one => one.Consumer == consumer).IsRepeatable;

    public static string TeamOf(string consumer) => Consumers.Single(one => one.Consumer == consumer).Team;
}
