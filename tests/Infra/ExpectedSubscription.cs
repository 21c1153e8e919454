using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Catalog;

namespace Waybill.Infra;

/// <summary>A line of <c>subscriptions.json</c>: who must hear what (design section 7), written down apart from the stacks.</summary>
public sealed record ExpectedSubscription(string Consumer, string Team, string[] Sources, string[] Types, JsonObject? Detail, string[] May)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<ExpectedSubscription> All { get; } =
        JsonSerializer.Deserialize<ExpectedSubscription[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "subscriptions.json")), Web)!;

    /// <summary>Thin events share the rule called as the consumer; each fat one has a rule of its own, and the first has that name if there are no thin ones.</summary>
    public IEnumerable<(string Name, string[] Sources, string[] Types)> Rules
    {
        get
        {
            var (thin, fat) = (Types.Where(type => !IsFat(type)).ToArray(), Types.Where(IsFat).ToArray());
            string[][] rules = [.. thin is [] ? [] : new[] { thin }, .. fat.Select(type => new[] { type })];
            return rules.Select((types, i) => (
                i == 0 ? Consumer : $"{Consumer}-{types[0]}",
                Sources.Where(source => types.Any(type => SynthesizedShop.Catalog.FindEvent(type)!.Source == source)).ToArray(),
                types));
        }
    }

    private static bool IsFat(string type) => SynthesizedShop.Catalog.FindEvent(type)!.Shape == EventShape.Fat;

    public static ExpectedSubscription Of(string consumer) => All.Single(s => s.Consumer == consumer);
}

/// <summary>Every environment, and every subscription in every environment.</summary>
public static class Cases
{
    public static TheoryData<string> Environments => [.. Names];

    public static TheoryData<string, string> Subscriptions
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var environment in Names)
            {
                foreach (var subscription in ExpectedSubscription.All)
                {
                    cases.Add(environment, subscription.Consumer);
                }
            }

            return cases;
        }
    }

    private static IReadOnlyList<string> Names => Infra.Environments.Names(Repository.Find().CdkJson);
}
