using Waybill.Catalog.Findings;
using static Waybill.Catalog.Findings.Severity;

namespace Waybill.Catalog.Checking;

/// <summary>The rules that need more than one source; <c>docs/catalog.md</c> says what each means.</summary>
internal static class CheckRules
{
    public static readonly FindingRule ForeignKey = new("structure/foreign-key", Warning);
    public static readonly FindingRule FewExamples = new("structure/few-examples", Warning);
    public static readonly FindingRule Name = new("structure/name", Error);

    public static readonly FindingRule ImpossiblePattern = new("routing/impossible-pattern", Error);
    public static readonly FindingRule HeardTwice = new("routing/heard-twice", Warning);
    public static readonly FindingRule UnknownEvent = new("routing/unknown-event", Error);
    public static readonly FindingRule RetiredEvent = new("routing/retired-event", Error);
    public static readonly FindingRule DeadRule = new("routing/dead-rule", Error);
    public static readonly FindingRule NoConsumer = new("routing/no-consumer", Error);
    public static readonly FindingRule Unheard = new("routing/unheard-event", Error);
    public static readonly FindingRule StaleUnheard = new("routing/stale-unheard", Warning);
    public static readonly FindingRule Unsubscribed = new("routing/unsubscribed-consumer", Error);

    public static readonly FindingRule MissedEnding = new("life-cycle/missed-ending", Error);
    public static readonly FindingRule PartlyMissedEnding = new("life-cycle/partly-missed-ending", Warning);
    public static readonly FindingRule HeardElsewhere = new("life-cycle/heard-elsewhere", Error);
    public static readonly FindingRule StaleIgnore = new("life-cycle/stale-ignore", Warning);

    public static readonly FindingRule NoRecord = new("reading/no-record", Error);
    public static readonly FindingRule MissingField = new("reading/missing-field", Error);
    public static readonly FindingRule AbsentHere = new("reading/absent-here", Note);
    public static readonly FindingRule OptionalField = new("reading/optional-field", Error);
    public static readonly FindingRule OtherType = new("reading/other-type", Error);
    public static readonly FindingRule UnpromisedFormat = new("reading/unpromised-format", Warning);
    public static readonly FindingRule UnknownType = new("reading/unknown-type", Note);
    public static readonly FindingRule NotCleared = new("reading/not-cleared", Error);

    public static readonly FindingRule NotHeard = new("drift/not-heard", Error);
    public static readonly FindingRule NotListed = new("drift/not-listed", Error);
    public static readonly FindingRule UnknownService = new("drift/unknown-service", Error);

    public static readonly FindingRule AfterSunset = new("sunset/passed", Error);
    public static readonly FindingRule NearSunset = new("sunset/near", Warning);
    public static readonly FindingRule NoSunset = new("sunset/no-date", Warning);
    public static readonly FindingRule NoWayOn = new("sunset/no-way-on", Error);
}
