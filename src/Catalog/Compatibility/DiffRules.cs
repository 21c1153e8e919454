using Waybill.Catalog.Findings;
using static Waybill.Catalog.Findings.Severity;

namespace Waybill.Catalog.Compatibility;

/// <summary>
/// The rules of <c>waybill catalog diff</c> beside those for each keyword; <c>docs/catalog-compatibility.md</c> lists all.
/// </summary>
internal static class DiffRules
{
    internal static readonly FindingRule Together = new("compatibility/together", Error);
    internal static readonly FindingRule NotRaised = new("compatibility/version-not-raised", Warning);
    internal static readonly FindingRule Lowered = new("compatibility/version-lowered", Error);
    internal static readonly FindingRule Removed = new("compatibility/event-removed", Error);
    internal static readonly FindingRule Retired = new("compatibility/event-retired", Note);
    internal static readonly FindingRule Added = new("compatibility/event-added", Note);
    internal static readonly FindingRule Source = new("compatibility/source-changed", Error);
    internal static readonly FindingRule DetailType = new("compatibility/detail-type-changed", Error);
    internal static readonly FindingRule PersonalData = new("compatibility/personal-data-changed", Warning);
    internal static readonly FindingRule ExampleChanged = new("compatibility/example-changed", Error);
    internal static readonly FindingRule ExampleRemoved = new("compatibility/example-removed", Error);
    internal static readonly FindingRule Unreadable = new("compatibility/unreadable", Error);
    internal static readonly FindingRule UnreadableBase = new("compatibility/unreadable-base", Error);

    public static IReadOnlyList<FindingRule> All { get; } =
    [
        Together, NotRaised, Lowered, Removed, Retired, Added, Source, DetailType, PersonalData, ExampleChanged, ExampleRemoved,
        Unreadable, UnreadableBase,
    ];
}
