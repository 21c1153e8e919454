using Waybill.Catalog.Findings;
using static Waybill.Catalog.Findings.Severity;

namespace Waybill.Catalog.Compatibility;

/// <summary>The rules of <c>waybill catalog diff</c> beside those for each keyword; <c>docs/catalog-compatibility.md</c> lists all.</summary>
public static class DiffRules
{
    internal static readonly Rule Together = new("compatibility/together", Error, "Changes that are harmless one by one are harmless together.");
    internal static readonly Rule NotRaised = new("compatibility/version-not-raised", Warning, "A schema that says something else has a higher full version.");
    internal static readonly Rule Lowered = new("compatibility/version-lowered", Error, "A full version is never lowered.");
    internal static readonly Rule Removed = new("compatibility/event-removed", Error, "A version is removed only after its sunset.");
    internal static readonly Rule Retired = new("compatibility/event-retired", Note, "A version was removed after its sunset.");
    internal static readonly Rule Added = new("compatibility/event-added", Note, "A version is new.");
    internal static readonly Rule Source = new("compatibility/source-changed", Error, "An event keeps its source.");
    internal static readonly Rule DetailType = new("compatibility/detail-type-changed", Error, "An event keeps its detail-type.");
    internal static readonly Rule PersonalData = new("compatibility/personal-data-changed", Warning, "A property keeps its personal-data class.");
    internal static readonly Rule ExampleChanged = new("compatibility/example-changed", Error, "A published example is not edited.");
    internal static readonly Rule ExampleRemoved = new("compatibility/example-removed", Error, "A published example is not removed.");
    internal static readonly Rule Unreadable = new("compatibility/unreadable", Error, "What is compared can be read.");
    internal static readonly Rule UnreadableBase = new("compatibility/unreadable-base", Warning, "What is compared with can be read.");

    public static IReadOnlyList<Rule> All { get; } =
    [
        Together, NotRaised, Lowered, Removed, Retired, Added, Source, DetailType, PersonalData, ExampleChanged, ExampleRemoved, Unreadable, UnreadableBase,
    ];
}
