using System.Text.Json;
using Waybill.Catalog.Findings;

namespace Waybill.Catalog.Compatibility;

/// <summary>What has become of one version of an event.</summary>
internal sealed class VersionDiff(FieldReaders readers, Func<string, string> shown, CatalogEvent old, CatalogEvent @new, DateOnly today)
{
    private const int LongestExample = 160;
    private const string Group = "compatibility";

    public IEnumerable<Finding> Findings() => [.. Schema(), .. Identity(), .. PersonalData(), .. Examples()];

    /// <summary>A version that nobody may send or hear any more may change: only its archive's readers could mind.</summary>
    private bool IsRetired => old.Sunset < today;

    private IEnumerable<Finding> Schema()
    {
        if (SchemaDifference.Between(old.Schema, @new.Schema) is not { } difference)
        {
            yield break;
        }

        foreach (var change in difference.Changes)
        {
            yield return Of(change);
        }

        if (!IsFull(difference.Verdict) && difference.Changes.All(change => IsFull(change.Verdict)))
        {
            yield return DiffRules.Together.At(
                SchemaFile(@new), "",
                $"{old.DetailType}: {Words(difference.Verdict)}{Why(difference.Verdict)}, though each change alone is harmless{Read([""])}",
                WhatToDo);
        }

        if (@new.Version <= old.Version && difference.Verdict is not { Backward.Answer: Answer.Yes, Forward.Answer: Answer.Yes })
        {
            yield return DiffRules.NotRaised.At(
                shown(@new.File), "/version", $"{@new.Id} is still {@new.Version}, and its schema says something else than before",
                $"{old.Version.Major}.{old.Version.Minor + 1}.0 for a compatible change");
        }
    }

    private Finding Of(JudgedChange change)
    {
        var full = IsFull(change.Verdict);
        return new Finding(
            full || IsRetired ? Severity.Note : Severity.Error, $"{Group}/{change.Rule}", SchemaFile(@new), change.Pointer, null,
            $"{old.DetailType}: {change.What}: {Words(change.Verdict)}{Why(change.Verdict)}{Read(change.Fields)}", full ? null : WhatToDo);
    }

    private string WhatToDo =>
        $"an optional property more, or {old.Id}.v{old.Version.Major + 1} beside this version: an RFC ('./waybill catalog rfc {old.Id}'), "
        + $"a new major version, and a sunset for {old.DetailType}";

    private static bool IsFull(SchemaVerdict verdict) => verdict.Backward.IsCompatible && verdict.Forward.IsCompatible;

    private static string Words(SchemaVerdict verdict) => (verdict.Backward, verdict.Forward) switch
    {
        ({ IsCompatible: true }, { IsCompatible: true }) => "full compatible",
        ({ Answer: Answer.Undecided }, { Answer: Answer.Undecided }) => "undecided",
        ({ Answer: Answer.Undecided }, { IsCompatible: true }) => "forward compatible, backward undecided",
        ({ Answer: Answer.Undecided }, _) => "breaking forward, backward undecided",
        ({ IsCompatible: true }, { Answer: Answer.Undecided }) => "backward compatible, forward undecided",
        (_, { Answer: Answer.Undecided }) => "breaking backward, forward undecided",
        ({ IsCompatible: true }, _) => "backward compatible only, breaking forward",
        (_, { IsCompatible: true }) => "forward compatible only, breaking backward",
        _ => "breaking in both directions",
    };

    private static string Why(SchemaVerdict verdict)
    {
        var reasons = new List<string>();
        if (verdict.Backward.Answer == Answer.YesAsWritten)
        {
            reasons.Add("no event written so far has a property that its schema did not name");
        }

        if (verdict.Backward.CounterExample is { } archived)
        {
            reasons.Add($"an event already written may be {Show(archived)}, which the new schema refuses");
        }

        if (verdict.Forward.CounterExample is { } fresh)
        {
            reasons.Add($"a new event may be {Show(fresh)}, which consumers of the old schema do not expect");
        }

        return reasons.Count == 0 ? "" : $" ({string.Join("; ", reasons)})";
    }

    private static string Show(JsonElement value) =>
        value.GetRawText() is { Length: > LongestExample } text ? $"{text[..LongestExample]}…" : value.GetRawText();

    private string Read(IReadOnlyList<string> fields)
    {
        var reading = fields.SelectMany(field => readers.Of(old.DetailType, field))
            .Select(reader => reader.ToString()).Distinct(StringComparer.Ordinal).ToList();
        var what = fields.Any(field => field.Length > 0) ? string.Join(", ", fields) : "the event";
        return reading.Count == 0 ? $"; no consumer reads {what}" : $"; {what} is read by {string.Join(", ", reading)}";
    }

    private IEnumerable<Finding> Identity()
    {
        if (old.Source != @new.Source)
        {
            yield return DiffRules.Source.At(
                shown(@new.File), "/waybill/source",
                $"'{@new.Source}' instead of '{old.Source}': rules that name the source no longer match{Read([""])}", $"'{old.Source}'");
        }

        if (old.DetailType != @new.DetailType)
        {
            yield return DiffRules.DetailType.At(
                shown(@new.File), "/waybill/detail-type", $"'{@new.DetailType}' instead of '{old.DetailType}'{Read([""])}",
                $"'{old.DetailType}'");
        }

        if (@new.Version < old.Version)
        {
            yield return DiffRules.Lowered.At(
                shown(@new.File), "/version", $"{@new.Version} instead of {old.Version}", $"{old.Version} or higher");
        }
    }

    private IEnumerable<Finding> PersonalData() =>
        from before in old.Properties
        join after in @new.Properties on (before.Path, before.SchemaPath) equals (after.Path, after.SchemaPath)
        where before.PersonalData != after.PersonalData
        select DiffRules.PersonalData.At(
            SchemaFile(@new), $"{after.SchemaPath}/x-personal-data",
            $"{old.DetailType} {after.Path} is {Word(after.PersonalData)} instead of {Word(before.PersonalData)}{Read([after.Path])}",
            "an RFC that says why, and teams that are cleared for what they read");

    private IEnumerable<Finding> Examples()
    {
        var after = @new.Examples.ToDictionary(example => example.Name, StringComparer.Ordinal);
        foreach (var example in old.Examples.Where(_ => !IsRetired))
        {
            if (!after.TryGetValue(example.Name, out var now))
            {
                yield return DiffRules.ExampleRemoved.At(
                    shown(example.File), null, $"{old.DetailType}: the published example '{example.Name}' is removed",
                    "more examples, under other names");
            }
            else if (!JsonElement.DeepEquals(example.Envelope, now.Envelope))
            {
                yield return DiffRules.ExampleChanged.At(
                    shown(now.File), "", $"{old.DetailType}: the published example '{example.Name}' is edited",
                    "another example, under another name");
            }
        }
    }

    private string SchemaFile(CatalogEvent e) => shown(e.SchemaFile);

#pragma warning disable CA1308 // JSON Schema annotation values are lower case
    private static string Word(PersonalDataClass value) => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
