using System.Text.Json;
using System.Text.Json.Nodes;

namespace Waybill.Cli.Toolchain;

/// <summary>An object of settings in a JSON file; every complaint names the file, the JSON pointer and what is allowed there.</summary>
internal sealed class Settings
{
    private readonly JsonObject _members;

    private Settings(JsonNode? node, string where)
    {
        Where = where;
        _members = node as JsonObject ?? (node is null ? [] : throw Wrong(where, node, "an object"));
    }

    public string Where { get; }

    /// <summary>The object at a pointer; nothing there is an empty one.</summary>
    public static Settings Read(string file, string pointer)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            var node = JsonNode.Parse(File.ReadAllText(file), documentOptions: options);
            foreach (var name in pointer.Split('/').Skip(1))
            {
                node = node is JsonObject parent ? parent[name] : null;
            }

            return new Settings(node, $"{file} {pointer}");
        }
        catch (JsonException wrong)
        {
            throw new UserErrorException($"{file} is not JSON: {wrong.Message}");
        }
    }

    public bool Has(string name) => _members.ContainsKey(name);

    public Settings Inner(string name) => new(_members[name], $"{Where}/{name}");

    public IReadOnlyDictionary<string, T> Each<T>(Func<string, Settings, T> read) =>
        _members.ToDictionary(member => member.Key, member => read(member.Key, Inner(member.Key)), StringComparer.Ordinal);

    public string Text(string name, string allowed, Func<string, bool> isAllowed) =>
        _members[name] is JsonValue value && value.TryGetValue(out string? text) && isAllowed(text)
            ? text
            : throw Wrong($"{Where}/{name}", _members[name], allowed);

    public IReadOnlyList<string> List(string name, string allowed) =>
        _members[name] is JsonArray { Count: > 0 } items && items.All(item => item?.GetValueKind() == JsonValueKind.String)
            ? [.. items.Select(item => (string)item!)]
            : throw Wrong($"{Where}/{name}", _members[name], allowed);

    /// <summary>The members of an inner object, each a text.</summary>
    public IReadOnlyDictionary<string, string> Texts(string name, string allowed, Func<string, string, bool> isAllowed)
    {
        var inner = Inner(name);
        return inner._members.ToDictionary(
            member => member.Key, member => inner.Text(member.Key, allowed, text => isAllowed(member.Key, text)), StringComparer.Ordinal);
    }

    public void Require(bool condition, string allowed)
    {
        if (!condition)
        {
            throw Wrong(Where, _members, allowed);
        }
    }

    /// <summary>A misspelt setting is an error: nobody would notice that it does nothing.</summary>
    public void NothingBut(params ReadOnlySpan<string> names)
    {
        foreach (var (name, _) in _members)
        {
            if (!names.Contains(name))
            {
                throw new UserErrorException($"{Where}/{name} is not a setting; known are {string.Join(", ", names!)}.");
            }
        }
    }

    private static UserErrorException Wrong(string where, JsonNode? given, string allowed) =>
        new($"{where} is {given?.ToJsonString() ?? "null"}; it must be {allowed}.");
}
