using Waybill.Catalog.Compatibility;

namespace Waybill.Compatibility.Tests;

public sealed class DocumentationTests
{
    public static TheoryData<string> Rules => [.. DiffRules.All.Select(rule => rule.Id["compatibility/".Length..])];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_page_explains_every_rule(string rule)
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "catalog-compatibility.md"));

        Assert.Contains($"{rule}`", page, StringComparison.Ordinal);
    }
}
