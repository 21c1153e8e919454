using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Waybill.Eventing.Publishing;

/// <summary>A kind of event that a team publishes: the schema in the catalog that its data follows, and how its data is written.</summary>
public sealed partial class EventType<TData>
{
    /// <param name="dataSchema">The <c>$id</c> of the schema, which ends in the event's name and full version, such as
    /// <c>ParcelSent/1.0.0/schema.json</c>; name and first number make the type.</param>
    /// <param name="json">Writes the data.</param>
    /// <param name="partitionKey">What events of one thing have in common, such as a parcel's id.</param>
    public EventType(string dataSchema, JsonTypeInfo<TData> json, Func<TData, string> partitionKey)
    {
        if (AddressPattern.Match(dataSchema) is not { Success: true } address)
        {
            throw new ArgumentException(
                $"'{dataSchema}' is no address of an event's schema; it must be absolute and end in a name in PascalCase, three numbers "
                + "and schema.json, such as https://events.example/ParcelSent/1.0.0/schema.json.",
                nameof(dataSchema));
        }

        Type = string.Create(CultureInfo.InvariantCulture, $"{address.Groups["name"]}.v{address.Groups["major"]}");
        DataSchema = dataSchema;
        Json = json;
        PartitionKey = partitionKey;
    }

    /// <summary>The CloudEvents type and EventBridge detail-type, such as <c>ParcelSent.v1</c>.</summary>
    public string Type { get; }

    /// <summary>Where the catalog publishes the schema.</summary>
    public string DataSchema { get; }

    internal JsonTypeInfo<TData> Json { get; }

    internal Func<TData, string> PartitionKey { get; }

    [GeneratedRegex(
        @"\A[a-z]+://\S+/(?<name>[A-Z][A-Za-z0-9]*)/(?<major>[1-9][0-9]*)\.[0-9]+\.[0-9]+/schema\.json\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AddressPattern { get; }
}
