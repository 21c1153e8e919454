using System.Text;
using Waybill.EventPatterns;

namespace Waybill.Infra;

/// <summary>The guard's patterns, held against the real matching engine: all that is not catalogued, by one rule each, no more.</summary>
public sealed class UncataloguedRulesTests
{
    private const int Seed = 20261120;

    private static readonly DescribedEvent Own = new("shop.platform", "UncataloguedEventSeen.v1", ["platform"], IsRetired: false);

    [Theory]
    [InlineData("shop.orders", "OrderCreated.v2", null)]
    [InlineData("shop.platform", "UncataloguedEventSeen.v1", null)]
    [InlineData("shop.orders", "OrderCreated.v3", "unknown-type orders")]
    [InlineData("shop.orders", "ordercreated.v2", "unknown-type orders")]
    [InlineData("shop.orders", "ContractIssued.v1", "unknown-type orders")]
    [InlineData("shop.contracts", "OrderCreated.v2", "unknown-type contracts")]
    [InlineData("shop.platform", "Oops", "unknown-type platform")]
    [InlineData("shop.order", "OrderCreated.v2", "unknown-source platform")]
    [InlineData("Shop.orders", "OrderCreated.v2", "unknown-source platform")]
    [InlineData("aws.partner/example", "anything", "unknown-source platform")]
    public void The_shops_rules_match_what_its_catalog_does_not_describe(string source, string type, string? verdict) =>
        Assert.Equal(
            verdict is null ? [] : [verdict],
            Verdicts(UncataloguedRules.Of(SynthesizedStacks.Catalog, SynthesizedStacks.Today), source, type));

    [Theory]
    [InlineData("2026-12-31", null)]
    [InlineData("2027-01-01", "retired-version orders")]
    public void A_version_is_uncatalogued_from_the_day_after_its_sunset(string today, string? verdict) => Assert.Equal(
        verdict is null ? [] : [verdict],
        Verdicts(UncataloguedRules.Of(SynthesizedStacks.Catalog, DateOnly.Parse(today, null)), "shop.orders", "OrderCreated.v1"));

    [Fact]
    public void A_catalog_of_3000_versions_is_split_into_rules_that_fit_and_match_each_uncatalogued_event_once()
    {
        var catalog = BigCatalog(services: 100, eventsOfEach: 10, versions: 3);
        var rules = UncataloguedRules.Of(catalog);
        var random = new Random(Seed);
        var known = catalog.ToDictionary(e => (e.Source, e.DetailType));

        Assert.True(rules.Count is > 30 and < 120, $"{rules.Count} rules");
        Assert.All(rules, rule => Assert.InRange(rule.Pattern.Length, 1, UncataloguedRules.PatternLimit));
        var engine = Engine(rules);
        for (var i = 0; i < 5_000; i++)
        {
            var (source, type) = (catalog[random.Next(catalog.Count)].Source, catalog[random.Next(catalog.Count)].DetailType);
            (source, type) = random.Next(4) switch
            {
                0 => (source, type),
                1 => (catalog[i % catalog.Count].Source, catalog[i % catalog.Count].DetailType),
                2 => (source, $"{type}x"),
                _ => (source[..^1], type),
            };
            var expected = known.TryGetValue((source, type), out var described)
                ? described.IsRetired ? "retired-version" : null
                : catalog.Any(e => e.Source == source) ? "unknown-type" : "unknown-source";
            var matched = Matching(engine, source, type);
            Assert.True(matched.Count == (expected is null ? 0 : 1), $"seed {Seed}, {source} {type}: {string.Join(", ", matched)}");
            Assert.Equal(expected, rules.SingleOrDefault(rule => matched.Contains(rule.Name))?.Reason);
        }
    }

    [Fact]
    public void Too_many_types_of_one_source_are_refused_because_exceptions_cannot_be_split()
    {
        var wrong = Assert.Throws<ConfigurationException>(
            () => UncataloguedRules.Of(BigCatalog(services: 1, eventsOfEach: 100, versions: 1)));

        Assert.Contains("the 100 types of 'shop.service-0'", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("EventBridge allows 2048", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("a source of their own", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_sources_are_refused_because_exceptions_cannot_be_split()
    {
        var wrong = Assert.Throws<ConfigurationException>(
            () => UncataloguedRules.Of(BigCatalog(services: 150, eventsOfEach: 1, versions: 1)));

        Assert.Contains("the catalog's 151 sources", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guard_that_would_report_its_own_reports_is_refused()
    {
        var wrong = Assert.Throws<ConfigurationException>(
            () => UncataloguedRules.Of([new DescribedEvent("shop.orders", "OrderCreated.v2", ["orders"], false)]));

        Assert.Contains("events-catalog does not describe UncataloguedEventSeen.v1", wrong.Message, StringComparison.Ordinal);
    }

    /// <summary>The first of three versions is retired.</summary>
    private static List<DescribedEvent> BigCatalog(int services, int eventsOfEach, int versions) =>
    [
        Own,
        .. from service in Enumerable.Range(0, services)
           from e in Enumerable.Range(0, eventsOfEach)
           from version in Enumerable.Range(1, versions)
           let isRetired = versions == 3 && version == 1
           select new DescribedEvent($"shop.service-{service}", $"ParcelRouted{e}.v{version}", [$"team-{service % 40}"], isRetired),
    ];

    private static IEnumerable<string> Verdicts(IReadOnlyList<UncataloguedRule> rules, string source, string type)
    {
        var names = Matching(Engine(rules), source, type);
        return rules.Where(rule => names.Contains(rule.Name)).Select(rule => $"{rule.Reason} {string.Join(',', rule.Owners)}");
    }

    private static RuleSet Engine(IReadOnlyList<UncataloguedRule> rules) =>
        RuleSet.Build([.. rules.Select(rule => KeyValuePair.Create(rule.Name, EventPattern.Parse(rule.Pattern)))]);

    private static IReadOnlyList<string> Matching(RuleSet engine, string source, string type) => engine.Match(Encoding.UTF8.GetBytes($$$"""
        {"version":"0","id":"1","detail-type":"{{{type}}}","source":"{{{source}}}","account":"1","time":"2026-03-02T08:00:00Z",
         "region":"r","resources":[],"detail":{}}
        """));
}
