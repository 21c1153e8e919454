using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Waybill.Eventing.Publishing;

/// <summary>A kind of event that a team publishes: its name and version in the catalog, and how its data is written.</summary>
public sealed partial class EventType<TData>
{
    /// <param name="name">Past tense, without a version, such as <c>ContractIssued</c>.</param>
    /// <param name="version">The full version of the schema that the data follows, such as <c>1.0.0</c>; its first number is part of the
    /// type.</param>
    /// <param name="json">Writes the data.</param>
    /// <param name="partitionKey">What events of one thing have in common, such as an order's id.</param>
    public EventType(string name, string version, JsonTypeInfo<TData> json, Func<TData, string> partitionKey)
    {
        if (!NamePattern.IsMatch(name))
        {
            throw new ArgumentException(
                $"'{name}' is not an event's name; it must be one word in PascalCase, such as OrderCreated.", nameof(name));
        }

        if (!Version.TryParse(version, out var parsed) || parsed.Build < 0 || parsed.Revision >= 0)
        {
            throw new ArgumentException($"'{version}' is not a version; it must be three numbers, such as 1.0.0.", nameof(version));
        }

        Type = string.Create(CultureInfo.InvariantCulture, $"{name}.v{parsed.Major}");
        DataSchema = $"https://events.shop.example/{name}/{version}/schema.json";
        Json = json;
        PartitionKey = partitionKey;
    }

    /// <summary>The CloudEvents type and EventBridge detail-type, such as <c>ContractIssued.v1</c>.</summary>
    public string Type { get; }

    /// <summary>Where the catalog publishes the schema.</summary>
    public string DataSchema { get; }

    internal JsonTypeInfo<TData> Json { get; }

    internal Func<TData, string> PartitionKey { get; }

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern { get; }
}
