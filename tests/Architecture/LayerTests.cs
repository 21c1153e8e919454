namespace Waybill.Architecture.Tests;

/// <summary>Inside a project folders form layers: none depends on one that depends on it. A namespace is a folder.</summary>
public sealed class LayerTests
{
    [Theory]
    [InlineData("src/EventPatterns")]
    [InlineData("src/Catalog")]
    [InlineData("src/Local")]
    [InlineData("src/Operations")]
    [InlineData("src/Console")]
    public void No_folder_depends_on_one_that_depends_on_it(string project)
    {
        var arrows = NamespaceArrows.Of(project);
        var arrowsFrom = arrows.ToLookup(arrow => arrow.From, StringComparer.Ordinal);
        var circles = arrows.Select(arrow => WayBack(arrowsFrom, arrow)).OfType<IReadOnlyList<Arrow>>()
            .DistinctBy(circle => string.Join(' ', circle.Select(arrow => arrow.From).Order(StringComparer.Ordinal)))
            .OrderBy(circle => circle.Count).Select(circle => string.Join("\n  ", circle)).ToList();

        Assert.NotEmpty(arrows);
        Assert.True(circles.Count == 0, $"{project} has {circles.Count} circles of folders:\n  {string.Join("\n\n  ", circles)}");
    }

    /// <summary>The shortest way from the arrow's point back to where it starts; null when there is none.</summary>
    private static IReadOnlyList<Arrow>? WayBack(ILookup<string, Arrow> arrowsFrom, Arrow first)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { first.To };
        var ways = new Queue<IReadOnlyList<Arrow>>([[first]]);
        while (ways.TryDequeue(out var way))
        {
            if (way[^1].To == first.From)
            {
                return way;
            }

            foreach (var next in arrowsFrom[way[^1].To].Where(next => seen.Add(next.To)))
            {
                ways.Enqueue([.. way, next]);
            }
        }

        return null;
    }
}
