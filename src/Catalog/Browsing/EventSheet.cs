namespace Waybill.Catalog.Browsing;

/// <summary>One version of an event, in a line.</summary>
/// <param name="Type">Its <c>detail-type</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Version">In full.</param>
/// <param name="Source">Who publishes it.</param>
/// <param name="Summary">What happened.</param>
/// <param name="Owners">Ids of the teams that answer for it.</param>
/// <param name="Shape">How much it carries.</param>
/// <param name="Deprecated">Why it should not be used, and since when; null while it is current.</param>
/// <param name="Sunset">The last day it may be sent or heard.</param>
/// <param name="DaysLeft">Days until then; below zero when it is over.</param>
/// <param name="Unheard">Why it is fine that nobody listens.</param>
/// <param name="Producers">Names of the services that send it.</param>
/// <param name="Consumers">Who hears it, as <c>Team/Consumer</c>.</param>
public sealed record EventLine(
    string Type, string Name, string Version, string Source, string Summary, IReadOnlyList<string> Owners, EventShape Shape,
    Deprecation? Deprecated, DateOnly? Sunset, int? DaysLeft, string? Unheard, IReadOnlyList<string> Producers,
    IReadOnlyList<string> Consumers);

/// <summary>One version of an event with everything that is written of it.</summary>
/// <param name="Event">Itself.</param>
/// <param name="Entity">What it is about, and what it means for its life.</param>
/// <param name="Role">What it means for that.</param>
/// <param name="File">Its page, as the repository names it.</param>
/// <param name="SchemaFile">Its schema, likewise.</param>
/// <param name="Versions">The other versions of the same event.</param>
/// <param name="Fields">What its data has.</param>
/// <param name="Hearers">Who hears it.</param>
/// <param name="Examples">Whole envelopes.</param>
public sealed record EventSheet(
    EventLine Event, string Entity, LifeCycleRole Role, string File, string SchemaFile, IReadOnlyList<EventLine> Versions,
    IReadOnlyList<FieldRow> Fields, IReadOnlyList<Hearer> Hearers, IReadOnlyList<ExampleText> Examples);

/// <summary>A field of an event's data.</summary>
/// <param name="Path">Where: a JSON pointer with <c>*</c> for any item or name.</param>
/// <param name="Type">What it can be, in words.</param>
/// <param name="IsAlwaysThere">Whether it is there whenever what is around it is.</param>
/// <param name="PersonalData">What it says of a person.</param>
/// <param name="Description">What it means.</param>
/// <param name="Readers">Who reads it, or takes it as part of something; where what somebody reads is not known, all of it counts.</param>
public sealed record FieldRow(
    string Path, string Type, bool IsAlwaysThere, PersonalDataClass PersonalData, string? Description, IReadOnlyList<FieldUse> Readers);

/// <summary>A consumer that reads a field.</summary>
/// <param name="Consumer">As <c>Team/Consumer</c>.</param>
/// <param name="File">Where it declares that; null when it is not known what it reads.</param>
/// <param name="Line">From 1.</param>
public sealed record FieldUse(string Consumer, string? File, int? Line);

/// <summary>A consumer that hears an event.</summary>
/// <param name="Consumer">As <c>Team/Consumer</c>.</param>
/// <param name="Rule">The rule that hands it over.</param>
/// <param name="IsPartial">Whether the rule lets only some of them through.</param>
/// <param name="File">Where its record is declared; null when that is not known.</param>
/// <param name="Line">From 1.</param>
public sealed record Hearer(string Consumer, string Rule, bool IsPartial, string? File, int? Line);

/// <summary>An example, as the file has it.</summary>
public sealed record ExampleText(string Name, string File, string Text);

/// <summary>Where a consumer's code is.</summary>
/// <param name="Consumer">As <c>Team/Consumer</c>.</param>
/// <param name="File">Where it says what it reads.</param>
/// <param name="Line">From 1.</param>
public sealed record ConsumerPlace(string Consumer, string File, int Line);
