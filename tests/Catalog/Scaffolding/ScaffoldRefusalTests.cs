using System.Text.Json;
using Waybill.Catalog.Checking;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Scaffolding;
using Waybill.Catalog.Tests.Checking;

namespace Waybill.Catalog.Tests.Scaffolding;

/// <summary>What cannot be scaffolded is refused in one sentence, and nothing is written.</summary>
public sealed class ScaffoldRefusalTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly EventCatalog Catalog = CatalogReader.Load(Repository.Path("events-catalog"));
    private static readonly Refusal[] All = JsonSerializer.Deserialize<Refusal[]>(
        File.ReadAllText(Repository.Path("tests/Catalog/Scaffolding/refusals.json")), Web)!;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Says_what_is_wrong_and_what_is_allowed(int number)
    {
        var refusal = All[number];
        if (refusal.Ok)
        {
            Assert.NotEmpty(Plan(refusal).Added);
            return;
        }

        Assert.Contains(refusal.Says!, Assert.Throws<ScaffoldException>(() => Plan(refusal)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_there_is_never_written_over()
    {
        var root = Directory.CreateTempSubdirectory("waybill-scaffold-");
        File.WriteAllText(Path.Combine(root.FullName, "a.cs"), "mine");
        var plan = new ScaffoldPlan(root.FullName);

        var refused = Assert.Throws<ScaffoldException>(() => plan.Add("a.cs", "other"));
        Assert.Contains("'a.cs' exists already", refused.Message, StringComparison.Ordinal);

        plan.Add("b.cs", "other");
        File.WriteAllText(Path.Combine(root.FullName, "b.cs"), "mine too");
        Assert.Throws<IOException>(plan.Write);
        Assert.Equal(["mine", "mine too"], Directory.EnumerateFiles(root.FullName).Order(StringComparer.Ordinal).Select(File.ReadAllText));
        root.Delete(recursive: true);
    }

    private static ScaffoldPlan Plan(Refusal refusal)
    {
        var folders = new CheckedFolders(Repository.Path(""));
        if (refusal.Event is { } name)
        {
            var fields = (refusal.Fields ?? []).Select(NewField.Parse);
            var e = new EventRequest(name, refusal.Service!) { Fields = [.. fields], Rfc = refusal.Rfc };
            return EventScaffold.Plan(folders, Catalog, e, new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
        }

        var consumer = ConsumerRequest.Parse(refusal.Consumer!, refusal.Events ?? []) with
        {
            Reads = refusal.Reads ?? [],
            Ignores = [.. (refusal.Ignores ?? []).Select(id => (id, "why"))],
        };
        return ConsumerScaffold.Plan(folders, Catalog, consumer, ShopCopy.Today);
    }

    /// <summary>An event or a consumer that was asked for, and a piece of the answer.</summary>
    private sealed record Refusal(
        string? Event, string? Service, string[]? Fields, int? Rfc, string? Consumer, string[]? Events, string[]? Reads, string[]? Ignores,
        string? Says, bool Ok = false);
}
