using System.Text.Json;
using Waybill.Catalog;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Planning;

/// <summary>Reads a mix from JSON; docs/cost.md describes it. Shares are numbers of any size: what counts is how they compare.</summary>
public sealed class MixFile
{
    private static readonly string[] Members = ["events", "consumers", "duplicates"];
    private static readonly string[] Habits = ["writes", "reads", "records", "durationMs", "logBytes", "matches"];

    private readonly string _path;
    private readonly JsonElement _root;

    private MixFile(string path, JsonElement root) => (_path, _root) = (path, root);

    /// <exception cref="OperationException">Something in it is wrong: says what, where, and what is allowed.</exception>
    public static Mix Read(string path, EventCatalog catalog, IReadOnlyCollection<string> consumers)
    {
        try
        {
            var root = JsonElement.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return new MixFile(path, root).Mix(catalog, consumers);
        }
        catch (Exception wrong) when (wrong is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new OperationException($"The mix '{path}' cannot be read as JSON: {wrong.Message}");
        }
    }

    private Mix Mix(EventCatalog catalog, IReadOnlyCollection<string> consumers)
    {
        Known(_root, "", Members);
        var counts = Object(_root, "events").Select(member => (
            Event: catalog.FindEvent(member.Name)
                ?? throw Wrong($"/events/{member.Name}", "no type that the catalog describes", catalog.Events.Select(e => e.DetailType)),
            Count: Number(member.Value, $"/events/{member.Name}"))).ToList();
        var sum = counts.Sum(one => one.Count);
        return sum > 0
            ? new Mix(
                _path, [.. counts.Where(one => one.Count > 0).Select(one => new EventShare(one.Event, one.Count / sum))],
                Object(_root, "consumers").ToDictionary(member => member.Name, member => Read(member, consumers), StringComparer.Ordinal),
                Share(_root, "duplicates", "") ?? 0)
            : throw new OperationException(
                $"{_path} /events has no share above 0; it must have one type at least, such as \"{catalog.Events[0].DetailType}\": 1.");
    }

    private ConsumerHabits Read(JsonProperty consumer, IReadOnlyCollection<string> consumers)
    {
        var at = $"/consumers/{consumer.Name}";
        if (!consumers.Contains(consumer.Name, StringComparer.Ordinal))
        {
            throw Wrong(at, "no consumer of these stacks", consumers);
        }

        Known(consumer.Value, at, Habits);
        decimal? Of(string name) =>
            consumer.Value.TryGetProperty(name, out var value) ? Number(value, $"{at}/{name}") : null;
        return new ConsumerHabits(
            Of("writes"), Of("reads"), Of("records"), Of("durationMs"), Of("logBytes"), Share(consumer.Value, "matches", at));
    }

    private decimal? Share(JsonElement of, string name, string at) => !of.TryGetProperty(name, out var value) ? null
        : Number(value, $"{at}/{name}") is var share and <= 1 ? share
        : throw new OperationException($"{_path} {at}/{name} is {value.GetRawText()}; it must be a share from 0 to 1.");

    private JsonElement.ObjectEnumerator Object(JsonElement of, string name) =>
        !of.TryGetProperty(name, out var value) ? default
        : value.ValueKind == JsonValueKind.Object ? value.EnumerateObject()
        : throw new OperationException($"{_path} /{name} is {value.GetRawText()}; it must be an object.");

    private void Known(JsonElement of, string at, string[] names)
    {
        if (of.ValueKind != JsonValueKind.Object)
        {
            throw new OperationException($"{_path} {at} is {of.GetRawText()}; it must be an object.");
        }

        var given = of.EnumerateObject().Select(member => member.Name);
        if (given.FirstOrDefault(name => !names.Contains(name, StringComparer.Ordinal)) is { } other)
        {
            throw Wrong($"{at}/{other}", "not known there", names);
        }
    }

    private decimal Number(JsonElement value, string at) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number is >= 0 and <= 1e12m
            ? number
            : throw new OperationException($"{_path} {at} is {value.GetRawText()}; it must be a number from 0 to 1e12.");

    private OperationException Wrong(string at, string what, IEnumerable<string> allowed) =>
        new($"{_path} {at} is {what}; known are {string.Join(", ", allowed)}.");
}
