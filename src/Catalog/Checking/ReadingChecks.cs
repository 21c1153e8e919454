using System.Text.Json;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Findings;
using Waybill.Catalog.Reading;
using Waybill.Catalog.Schemas;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Catalog.Checking;

/// <summary>What consumers' records read is what the versions they hear promise, and what their teams may read.</summary>
internal static class ReadingChecks
{
    public static IEnumerable<Finding> Run(CheckScope scope)
    {
        var readings = scope.Sources.Readings.ToLookup(reading => (reading.Team, reading.Consumer));
        return scope.Consumers.AsParallel().AsOrdered().SelectMany(consumer =>
            readings[(consumer.Team, consumer.Consumer)] is var own && own.Any()
                ? own.SelectMany(reading => Consumer(scope, reading, consumer))
                : Unread(scope, consumer));
    }

    private static IEnumerable<Finding> Consumer(CheckScope scope, ConsumerReading reading, ConsumerHearings consumer)
    {
        // A schema that could not be read is a finding of its own, and promises nothing to hold anybody to.
        var heard = consumer.Events.Where(e => e.Schema.Document.ValueKind == JsonValueKind.Object).ToList();
        var promised = heard.ConvertAll(e => new PromisedFields(e.Schema.Document));
        return heard.SelectMany(e => Event(scope, reading, e, field => promised.Exists(promises => promises.Find(field.Path).Exists)));
    }

    private static IEnumerable<Finding> Unread(CheckScope scope, ConsumerHearings consumer) => scope.Sources.Findings.Count > 0
        ? []
        : [CheckRules.NoRecord.At(
            consumer.Rules[0].File, consumer.Rules[0].Pointer,
            $"{consumer.Consumer} hears events, but no class of that name in functions/{consumer.Team} implements IConsumer",
            $"functions/{consumer.Team}/{consumer.Consumer}.cs")];

    private static IEnumerable<Finding> Event(CheckScope scope, ConsumerReading reading, CatalogEvent e, Func<ReadField, bool> isElsewhere)
    {
        var promises = new PromisedFields(e.Schema.Document);
        var missing = reading.Fields.Where(field => !promises.Find(field.Path).Exists).ToList();
        var leaves = reading.Fields.Where(field => !reading.Fields.Any(inner => IsInside(inner, field)));
        return missing.Where(field => !missing.Exists(around => IsInside(field, around)))
            .Select(field => Missing(reading, e, field, isElsewhere(field)))
            .Concat(reading.Fields.Except(missing).SelectMany(field => Field(reading, e, field, promises.Find(field.Path))))
            .Concat(leaves.SelectMany(field => Clearance(scope, reading, e, field)));
    }

    private static bool IsInside(ReadField inner, ReadField outer) => inner.Path.StartsWith($"{outer.Path}/", StringComparison.Ordinal);

    private static string What(ConsumerReading reading, ReadField field) =>
        $"{reading.Consumer} of {reading.Team} reads {field.Path} as {field.Type}";

    /// <summary>One record may read several events, if it allows the absence of what only some of them have.</summary>
    private static Finding Missing(ConsumerReading reading, CatalogEvent e, ReadField field, bool isElsewhere)
    {
        var rule = field.AllowsAbsence && isElsewhere ? CheckRules.AbsentHere : CheckRules.MissingField;
        var paths = e.Properties.Select(property => property.Path).Distinct(StringComparer.Ordinal).ToList();
        return rule.At(
            field.File, field.Path,
            $"{What(reading, field)}, which {e.DetailType} ({e.Id} {e.Version}) does not have{Spelling.DidYouMean(field.Path, paths)}",
            $"one of {string.Join(", ", paths.Take(24))}", field.Line);
    }

    private static IEnumerable<Finding> Field(ConsumerReading reading, CatalogEvent e, ReadField field, Promise promise)
    {
        var (what, version) = (What(reading, field), $"{e.DetailType} ({e.Id} {e.Version})");
        if (field.Kinds == JsonKinds.None)
        {
            yield return CheckRules.UnknownType.At(
                field.File, field.Path, $"{what}, a type this check does not know; whether {e.DetailType} fits it is for a test to say",
                line: field.Line);
        }

        if (!promise.IsRequired && !field.AllowsAbsence)
        {
            yield return CheckRules.OptionalField.At(
                field.File, field.Path, $"{what}, which may be missing from {version}", $"a nullable type ('{field.Type}?') or a default",
                field.Line);
        }

        if (field.Kinds != JsonKinds.None && (promise.Kinds & ~field.Kinds) != JsonKinds.None)
        {
            yield return CheckRules.OtherType.At(
                field.File, field.Path, $"{what}, which in {version} can be {Words(promise.Kinds)}",
                $"a type that takes {Words(promise.Kinds)}", field.Line);
        }
        else if (FormatOf(field.Type) is { } format && promise.Kinds.HasFlag(JsonKinds.Text) && promise.Format != format)
        {
            yield return CheckRules.UnpromisedFormat.At(
                field.File, field.Path,
                $"{what}, but {version} promises {(promise.Format is null ? "any text" : $"format {promise.Format}")}",
                $"string, or \"format\": \"{format}\" in the schema", field.Line);
        }
    }

    /// <summary>Reading a whole object reads everything in it.</summary>
    private static IEnumerable<Finding> Clearance(CheckScope scope, ConsumerReading reading, CatalogEvent e, ReadField field)
    {
        if (!scope.Services.TryGetValue(reading.Team, out var service))
        {
            return [];
        }

        var read = e.Properties.Where(
            property => property.Path == field.Path || property.Path.StartsWith($"{field.Path}/", StringComparison.Ordinal));
        return from property in read.DistinctBy(property => (property.Path, property.PersonalData))
               from owner in service.Owners
               let team = scope.Catalog.FindTeam(owner)
               where team is not null && !team.MayRead(property.PersonalData)
               select CheckRules.NotCleared.At(
                   field.File, field.Path,
                   $"{reading.Consumer} of {reading.Team} reads {property.Path} of {e.DetailType}, which is {Word(property.PersonalData)}; "
                   + $"team {team.Id} is not cleared for that",
                   $"what {team.Id} is cleared for: {string.Join(", ", team.Clearance.Select(Word).Prepend("none").Distinct())}",
                   field.Line);
    }

    private static string Word(PersonalDataClass data) => data.ToString().ToLowerInvariant();

    private static string? FormatOf(string type) => type.TrimEnd('?') switch
    {
        "DateTime" or "DateTimeOffset" => "date-time",
        "DateOnly" => "date",
        "TimeOnly" => "time",
        "Guid" => "uuid",
        "Uri" => "uri",
        _ => null,
    };

    /// <summary>JSON Schema's words for a set of kinds.</summary>
    private static string Words(JsonKinds kinds) => kinds == JsonKinds.Any
        ? "anything, because its schema gives no type"
        : string.Join(" or ", new (JsonKinds Kind, string Word)[]
        {
            (JsonKinds.Text, "string"), (JsonKinds.Number, "number"), (JsonKinds.Integer, "integer"), (JsonKinds.Boolean, "boolean"),
            (JsonKinds.Array, "array"), (JsonKinds.Object, "object"), (JsonKinds.Null, "null"),
        }.Where(word => kinds.HasFlag(word.Kind) && (word.Kind != JsonKinds.Integer || !kinds.HasFlag(JsonKinds.Number)))
            .Select(word => word.Word));
}
