using Waybill.Shop.Tests;
using Waybill.Shop.Tests.Operating;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongTestsFirst))]

namespace Waybill.Shop.Tests;

/// <summary>Begins with what takes minutes, so that the run does not end with one test that the others have long left alone.</summary>
internal sealed class LongTestsFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
        [nameof(CompanyTests), nameof(KilledRunnerNights), nameof(WorkflowStepTests), nameof(ReadmeTests), nameof(EndTests)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(Long, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal));
        return place < 0 ? Long.Length : place;
    }
}
