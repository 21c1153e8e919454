using Waybill.Catalog.Findings;
using Waybill.JsonSchemas;

namespace Waybill.Catalog.Reading;

/// <summary>What was read of a catalog; complete only when there are no problems.</summary>
/// <param name="Catalog">What could be read.</param>
/// <param name="Problems">What is wrong; files are named by their paths inside the catalog.</param>
public sealed record CatalogReading(EventCatalog Catalog, IReadOnlyList<Finding> Problems)
{
    /// <summary>What is around every event's data; null for a catalog whose envelopes nobody has decided on.</summary>
    internal JsonSchema? Envelope { get; init; }

    internal IReadOnlyList<EntryKeys> Keys { get; init; } = [];
}

/// <summary>The top-level keys of an entry's frontmatter with their lines, known or not, in the order of the file.</summary>
internal sealed record EntryKeys(EntryPath Entry, IReadOnlyList<(string Key, int Line)> Keys);

/// <summary>The catalog cannot be relied on; the message lists every problem, not only the first.</summary>
public sealed class CatalogException(IReadOnlyList<Finding> problems)
    : Exception($"The events catalog has {problems.Count} problem(s):{Environment.NewLine}{string.Join(Environment.NewLine, problems)}");
