using System.Reflection;
using System.Text;
using System.Text.Json;
using Waybill.JsonSchemas;

namespace Waybill.Eventing.Publishing;

/// <summary>Holds events against the catalog's schemas before they leave: a broken promise is its producer's error only.</summary>
/// <remarks>
/// Which events are checked follows from their ids, not from chance: an event that a retry publishes again is checked again or skipped
/// again.
/// </remarks>
public sealed class SchemaCheck
{
    private readonly int _percent;
    private readonly Lazy<Dictionary<string, JsonSchema>> _schemas;

    /// <param name="percent">How many of a hundred events are checked; 0 switches the check off.</param>
    /// <param name="schemas">The schemas to check by; read when the first event is checked.</param>
    public SchemaCheck(int percent, Func<IEnumerable<JsonSchema>> schemas)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        _percent = percent;
        _schemas = new(() => schemas().Where(schema => schema.Id is not null).ToDictionary(schema => schema.Id!, StringComparer.Ordinal));
    }

    /// <summary>Checks nothing: for importers, which bring events that are not their own.</summary>
    public static SchemaCheck Off { get; } = new(0, () => []);

    /// <summary>The schemas that were built into a team's functions (functions/Directory.Build.props).</summary>
    internal static IEnumerable<JsonSchema> EmbeddedIn(Assembly functions)
    {
        foreach (var name in functions.GetManifestResourceNames().Where(name => name.EndsWith("schema.json", StringComparison.Ordinal)))
        {
            using var resource = functions.GetManifestResourceStream(name)!;
            var bytes = new byte[resource.Length];
            resource.ReadExactly(bytes);
            yield return JsonSchema.Parse(bytes);
        }
    }

    /// <exception cref="EventsAgainstSchemaException">The catalog forbids at least one of them.</exception>
    internal void Check(IReadOnlyList<Entry> entries)
    {
        var wrong = entries.Where(entry => IsChosen(entry.EventId)).SelectMany(WhatIsWrong).ToList();
        if (wrong.Count > 0)
        {
            throw new EventsAgainstSchemaException(wrong, entries.Count);
        }
    }

    private IEnumerable<WrongEvent> WhatIsWrong(Entry entry)
    {
        using var envelope = JsonDocument.Parse(entry.Content.Detail, new JsonDocumentOptions { MaxDepth = EventDepth.Detail });
        var schemaId = envelope.RootElement.GetProperty("dataschema").GetString()!;
        if (!_schemas.Value.TryGetValue(schemaId, out var schema))
        {
            var known = string.Join(", ", _schemas.Value.Keys.Order(StringComparer.Ordinal));
            var there = known.Length == 0 ? "is nothing" : $"are {known}";
            return [Wrong("", schemaId, $"is not in the catalog under its team's service; there {there}")];
        }

        return schema.Validate(envelope.RootElement.GetProperty("data"))
            .Select(violation => Wrong(violation.InstancePointer, $"{schemaId}#{violation.SchemaPointer}", violation.Message));

        WrongEvent Wrong(string at, string rule, string message) => new(entry.EventId, entry.Content.DetailType, at, rule, message);
    }

    /// <summary>FNV-1a (32 bits) of the id: even over ids that differ only in their last characters, the same on every machine.</summary>
    private bool IsChosen(string eventId)
    {
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(eventId))
        {
            hash = (hash ^ octet) * 16777619u;
        }

        return hash % 100 < _percent;
    }
}

/// <summary>One thing about an event that its schema forbids.</summary>
/// <param name="EventId">Its CloudEvents id.</param>
/// <param name="Type">Its type, such as <c>AccountOpened.v1</c>.</param>
/// <param name="At">JSON pointer of the value in <c>data</c>; empty for the whole of it.</param>
/// <param name="Rule">The schema, and in it the JSON pointer of the keyword that forbids the value.</param>
/// <param name="Message">What it is and what is allowed; never the value.</param>
public sealed record WrongEvent(string EventId, string Type, string At, string Rule, string Message)
{
    public override string ToString() => $"{Type} {EventId} {(At.Length == 0 ? "(data)" : At)}: {Message} [{Rule}]";
}
