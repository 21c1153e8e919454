using Waybill.Catalog.Ownership;
using Waybill.Catalog.Reading;

namespace Waybill.Catalog.Tests.Ownership;

public sealed class CodeOwnersTests
{
    private const string Created = "events-catalog/domains/Ordering/services/Orders/events/OrderCreated";
    private static readonly EventCatalog Catalog = CatalogReader.Load(Repository.Path("events-catalog"));
    private static readonly string Written = CodeOwners.Write(Catalog, "events-catalog", "shop");

    [Fact]
    public void The_repositorys_own_file_is_up_to_date() => Assert.True(
        Written == File.ReadAllText(Repository.Path(".github/CODEOWNERS")),
        "Who hears what has changed; run: ./waybill catalog codeowners");

    [Theory]
    [InlineData($"{Created}/schema.json", "@shop/orders @shop/contracts @shop/inventory @shop/notifications")]
    [InlineData($"{Created}/examples/order.json", "@shop/orders @shop/contracts @shop/inventory @shop/notifications")]
    [InlineData($"{Created}/versioned/1.0.0/schema.json", "@shop/orders")]
    [InlineData("events-catalog/domains/Stock/services/Warehouse/events/ReorderPlaced/index.mdx", "@shop/warehouse @shop/inventory")]
    [InlineData("events-catalog/domains/Stock/services/Warehouse/index.mdx", "@shop/warehouse")]
    [InlineData("events-catalog/teams/orders.mdx", "@shop/orders")]
    [InlineData("functions/Orders/TrackOrder.cs", "@shop/orders")]
    [InlineData("functions/Lambda.cs", "@shop/platform")]
    [InlineData("infra/teams/OrdersStack.cs", "@shop/orders")]
    [InlineData("infra/Subscription.cs", "@shop/platform")]
    [InlineData("src/Eventing/Envelope.cs", "@shop/platform")]
    [InlineData("README.md", null)]
    public void A_change_asks_the_owner_and_whoever_hears_that_version(string file, string? teams) =>
        Assert.Equal(teams, AskedFor(file, Written));

    [Fact]
    public void Every_file_of_every_version_asks_all_of_its_teams_and_no_others()
    {
        foreach (var e in Catalog.Events)
        {
            var teams = e.Owners
                .Concat(Catalog.Services.Where(service => service.Receives.Contains(e)).SelectMany(service => service.Owners))
                .Select(team => $"@shop/{team}").ToHashSet();

            Assert.Equal(teams, AskedFor($"events-catalog/{e.SchemaFile}", Written)!.Split(' ').ToHashSet());
        }
    }

    [Fact]
    public void Finds_the_organization_again() =>
        Assert.Equal("my-company", CodeOwners.OrganizationOf(CodeOwners.Write(Catalog, "events-catalog", "my-company")));

    /// <summary>As GitHub reads it: the last line whose path the file is, or is below.</summary>
    private static string? AskedFor(string file, string codeOwners) =>
        codeOwners.Split('\n').Where(line => line.StartsWith('/')).Select(line => line.Split(' ', 2))
        .LastOrDefault(line => line[0][^1] == '/' ? $"/{file}".StartsWith(line[0], StringComparison.Ordinal) : $"/{file}" == line[0])?[1];
}
