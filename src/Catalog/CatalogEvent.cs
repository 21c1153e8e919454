using System.Text.Json;
using Waybill.JsonSchemas;

namespace Waybill.Catalog;

/// <summary>One version of one event.</summary>
public sealed class CatalogEvent
{
    /// <summary>The event without its version: <c>OrderCreated</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Full version of the entry and its schema: <c>2.0.0</c>.</summary>
    public required Version Version { get; init; }

    public required string Name { get; init; }

    public required string Summary { get; init; }

    /// <summary>EventBridge <c>source</c>, CloudEvents <c>source</c>: <c>shop.orders</c>.</summary>
    public required string Source { get; init; }

    /// <summary>EventBridge <c>detail-type</c>, CloudEvents <c>type</c>: <c>OrderCreated.v2</c>.</summary>
    public required string DetailType { get; init; }

    /// <summary>What the event is about (<c>Order</c>), and what it means for its life.</summary>
    public required string Entity { get; init; }

    public required LifeCycleRole Role { get; init; }

    public required EventShape Shape { get; init; }

    /// <summary>Number of the page in <c>rfcs/</c> that decided on it.</summary>
    public required int Rfc { get; init; }

    /// <summary>Ids of the teams that answer for it.</summary>
    public required IReadOnlyList<string> Owners { get; init; }

    /// <summary>Why and since when it should not be used; null while it is current.</summary>
    public Deprecation? Deprecated { get; init; }

    /// <summary>The last day it may be sent or listened to.</summary>
    public DateOnly? Sunset { get; init; }

    /// <summary>Why it is fine that nobody listens to it.</summary>
    public string? Unheard { get; init; }

    /// <summary>What <c>data</c> of the envelope has to be.</summary>
    public required JsonSchema Schema { get; init; }

    /// <summary>Every property of <c>data</c> at any depth, with its personal-data class.</summary>
    public required IReadOnlyList<EventProperty> Properties { get; init; }

    /// <summary>Whole envelopes, as they appear in EventBridge's <c>detail</c>.</summary>
    public required IReadOnlyList<EventExample> Examples { get; init; }

    /// <summary>Path of its page inside the catalog.</summary>
    public required string File { get; init; }

    /// <summary>Path of its schema inside the catalog.</summary>
    public required string SchemaFile { get; init; }
}

/// <param name="Date">Since when.</param>
/// <param name="Message">How to move to the successor.</param>
public sealed record Deprecation(DateOnly Date, string Message);

/// <param name="Name">File name without its extension.</param>
/// <param name="File">Path inside the catalog.</param>
/// <param name="Utf8Json">The file as it is, ready to be published or fed to a consumer.</param>
/// <param name="Envelope">The same, parsed: a JSON object with <c>data</c>.</param>
public sealed record EventExample(string Name, string File, ReadOnlyMemory<byte> Utf8Json, JsonElement Envelope)
{
    public JsonElement Data => Envelope.GetProperty("data");
}

/// <param name="Path">Where in <c>data</c>: a JSON pointer with <c>*</c> for any item or any name, such as <c>/items/*/sku</c>.</param>
/// <param name="SchemaPath">JSON pointer of its schema in <c>schema.json</c>.</param>
/// <param name="PersonalData">How much it says about a person.</param>
public sealed record EventProperty(string Path, string SchemaPath, PersonalDataClass PersonalData);

/// <summary>What a property says about a person (<c>x-personal-data</c>).</summary>
public enum PersonalDataClass
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A number that only its owner can lead back to a person.</summary>
    Pseudonymous,

    /// <summary>Name, address, mail: a person.</summary>
    Personal,

    /// <summary>What the law protects more strictly, such as health.</summary>
    Sensitive,

    /// <summary>Where a person is.</summary>
    Location,
}

/// <summary>How much an event carries.</summary>
public enum EventShape
{
    /// <summary>Ids and the few facts most consumers need; never personal data beyond pseudonymous ids.</summary>
    Thin,

    /// <summary>The whole state, each property classified.</summary>
    Fat,
}

/// <summary>What an event means for the life of its entity.</summary>
public enum LifeCycleRole
{
    Begins,
    Changes,
    Ends,
}
