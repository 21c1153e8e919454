using Waybill.Catalog.Consumers;
using Waybill.Catalog.Findings;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Routing;
using static Waybill.Catalog.Findings.Severity;

namespace Waybill.Catalog.Checking;

/// <summary>Every rule of <c>waybill catalog check</c>; a test holds the table in <c>docs/catalog.md</c> against this list.</summary>
public static class CheckRules
{
    // structure: what src/Catalog/Reading finds, and what needs the whole catalog
    internal static readonly Rule File = new(StructureRule.File, Error, "Files can be read: UTF-8, at most 1 MB, no links.");
    internal static readonly Rule Frontmatter = new(StructureRule.Frontmatter, Error, "Frontmatter is YAML and says what an entry has to say.");
    internal static readonly Rule UnknownKey = new(StructureRule.UnknownKey, Error, "No key is misspelt: not under `waybill`, nor nearly one of EventCatalog's.");
    internal static readonly Rule ForeignKey = new("structure/foreign-key", Warning, "A key outside `waybill` is one of EventCatalog's.");
    internal static readonly Rule Version = new(StructureRule.Version, Error, "Versions are full, agree with the detail-type and the folder, and the newest is not under `versioned/`.");
    internal static readonly Rule Reference = new(StructureRule.Reference, Error, "Teams, services, events and RFC pages that are named exist; each event has one producer.");
    internal static readonly Rule Twin = new(StructureRule.Twin, Error, "Nothing is in the catalog twice.");
    internal static readonly Rule Schema = new(StructureRule.Schema, Error, "The schema exists and is JSON Schema 2020-12, without references to other documents.");
    internal static readonly Rule Example = new(StructureRule.Example, Error, "An example is a whole envelope of its event, valid against the schema of its version.");
    internal static readonly Rule FewExamples = new("structure/few-examples", Warning, "An event has at least two examples.");
    internal static readonly Rule Unclassified = new(StructureRule.Unclassified, Error, "Every property says what it tells about a person (`x-personal-data`).");
    internal static readonly Rule Thin = new(StructureRule.Thin, Error, "A thin event carries no personal data beyond pseudonymous ids.");
    internal static readonly Rule Name = new("structure/name", Error, "Events are named in the past tense, in PascalCase.");

    internal static readonly Rule Template = new(BusRules.Unreadable, Error, "The synthesized templates are there and are JSON.");
    internal static readonly Rule RefusedPattern = new(RoutingTable.RefusedPattern, Error, "A rule's pattern is one that EventBridge takes.");
    internal static readonly Rule UnknownEvent = new("routing/unknown-event", Error, "A rule names only events of the catalog.");
    internal static readonly Rule RetiredEvent = new("routing/retired-event", Error, "A rule names no version after its sunset.");
    internal static readonly Rule DeadRule = new("routing/dead-rule", Error, "A rule matches an example of each event that it names, and of at least one event.");
    internal static readonly Rule NoConsumer = new("routing/no-consumer", Error, "A rule that matches catalogued events leads to a function.");
    internal static readonly Rule Unheard = new("routing/unheard-event", Error, "Somebody hears each event, or `waybill.unheard` says why nobody does.");
    internal static readonly Rule StaleUnheard = new("routing/stale-unheard", Warning, "`waybill.unheard` is only said of events that nobody hears.");
    internal static readonly Rule Undeclared = new("routing/undeclared-event", Error, "A consumer's rule matches only events that its service declares under `receives`.");
    internal static readonly Rule Unsubscribed = new("routing/unsubscribed-consumer", Error, "A rule hands events to each class that implements IConsumer.");

    internal static readonly Rule MissedEnding = new("life-cycle/missed-ending", Error, "Who hears an entity's beginning hears each of its endings, or says under `waybill.ignores` why not.");
    internal static readonly Rule PartlyMissedEnding = new("life-cycle/partly-missed-ending", Warning, "Who hears an entity's beginning hears every event of each ending, not only those a filter lets through.");
    internal static readonly Rule HeardElsewhere = new("life-cycle/heard-elsewhere", Error, "A consumer that an ignored ending is left to (`heard-by`) hears it.");
    internal static readonly Rule StaleIgnore = new("life-cycle/stale-ignore", Warning, "`waybill.ignores` names a consumer of the service and an ending that it does not hear but otherwise would have to.");

    internal static readonly Rule Source = new(ConsumerSources.Unreadable, Error, "The consumers' source can be read.");
    internal static readonly Rule NoRecord = new("reading/no-record", Error, "A function that hears events is a class that implements IConsumer of a record of its team.");
    internal static readonly Rule MissingField = new("reading/missing-field", Error, "A field that is read exists in every version that is heard.");
    internal static readonly Rule AbsentHere = new("reading/absent-here", Note, "A field that may be absent exists in every version that is heard, or at least in another one.");
    internal static readonly Rule OptionalField = new("reading/optional-field", Error, "A field that is read is required in every version that is heard, unless the record allows its absence.");
    internal static readonly Rule OtherType = new("reading/other-type", Error, "A field that is read has a type that the record can take.");
    internal static readonly Rule UnpromisedFormat = new("reading/unpromised-format", Warning, "A text read as a date, a time, a UUID or a URI has that format in the schema.");
    internal static readonly Rule UnknownType = new("reading/unknown-type", Note, "The record's types are ones that this check knows how System.Text.Json reads.");
    internal static readonly Rule NotCleared = new("reading/not-cleared", Error, "Personal data is read only by teams that are cleared for its class.");

    internal static readonly Rule NotReceived = new("drift/not-heard", Error, "What a service `receives` is heard by one of its consumers.");
    internal static readonly Rule NotListed = new("drift/not-listed", Error, "What a service's consumers hear is under its `receives`.");
    internal static readonly Rule UnknownService = new("drift/unknown-service", Error, "Consumers belong to a service of the catalog with the name of their folder.");

    internal static readonly Rule AfterSunset = new("sunset/passed", Error, "Nobody hears a version after its sunset.");
    internal static readonly Rule NearSunset = new("sunset/near", Warning, "Nobody hears a version in the 30 days up to its sunset.");
    internal static readonly Rule NoSunset = new("sunset/no-date", Warning, "A deprecated version that somebody hears has a sunset.");
    internal static readonly Rule NoWayOn = new("sunset/no-way-on", Error, "A deprecated version has a successor or a note that says how to move on.");

    /// <summary>All of them, in the order of the documentation.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        File, Frontmatter, UnknownKey, ForeignKey, Version, Reference, Twin, Schema, Example, FewExamples, Unclassified, Thin, Name,
        Template, RefusedPattern, UnknownEvent, RetiredEvent, DeadRule, NoConsumer, Unheard, StaleUnheard, Undeclared, Unsubscribed,
        MissedEnding, PartlyMissedEnding, HeardElsewhere, StaleIgnore,
        Source, NoRecord, MissingField, AbsentHere, OptionalField, OtherType, UnpromisedFormat, UnknownType, NotCleared,
        NotReceived, NotListed, UnknownService, AfterSunset, NearSunset, NoSunset, NoWayOn,
    ];
}
