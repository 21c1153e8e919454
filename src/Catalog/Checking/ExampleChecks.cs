using Waybill.Catalog.Findings;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Validity;

namespace Waybill.Catalog.Checking;

/// <summary>What an event looks like: each example is held against the envelope and against its own version's schema.</summary>
internal static class ExampleChecks
{
    public static IEnumerable<Finding> Run(CheckScope scope) => scope.Catalog.Events.AsParallel().AsOrdered()
        .SelectMany(e => e.Examples.SelectMany(example => EventValidity.Of(scope.Reading, e, example.Envelope)
            .Select(problem => StructureRule.Example.At(
                scope.InCatalog(example.File), problem.Place, problem.Message, problem.Allowed))));
}
