#if MUTATION
using Waybill.EventPatterns.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(QuickTestsFirst))]

namespace Waybill.EventPatterns.Tests;

/// <summary>Runs the tests that notice most mutants in least time before the others.</summary>
/// <remarks>Only for mutation testing (docs/mutation-testing.md), where the first failure ends a run.</remarks>
internal sealed class QuickTestsFirst : ITestCollectionOrderer
{
    private static readonly string[] Quick =
    [
        nameof(CaseTests), nameof(MatchWorkTests), nameof(RarestConditionTests), nameof(PartitionTests), nameof(TriedElementsTests),
        nameof(QuestionTests), nameof(ExplanationTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(Quick, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal));
        return place < 0 ? Quick.Length : place;
    }
}
#endif
