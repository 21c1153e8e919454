using System.Text.Json;
using System.Text.RegularExpressions;
using Waybill.Catalog;
using Waybill.Catalog.Consumers;
using Waybill.JsonSchemas.Documents;

namespace Waybill.Infra.LeastData;

/// <summary>Chooses what of a fat event's <c>data</c> a consumer gets, and writes it as a piece of an input template.</summary>
/// <remarks>
/// It takes each declared field by itself. Where EventBridge could not hand that on unharmed (it may be absent, or its text may need
/// escaping), it takes the smallest object or list around it, if the team may read all of that. Else there is no way, and it says why.
/// </remarks>
internal sealed partial class DataSelection(CatalogEvent described, ConsumerReading reading, CatalogTeam team)
{
    private readonly HashSet<string> _declared = [.. reading.Fields.Select(field => field.Path)];
    private readonly List<string> _obstacles = [];

    /// <summary>Paths for <c>InputPathsMap</c>, by the placeholder's name.</summary>
    public Dictionary<string, string> Paths { get; } = new(StringComparer.Ordinal);

    /// <summary>Why there is no selection, if there is none.</summary>
    public IReadOnlyList<string> Obstacles => _obstacles;

    /// <summary>JSON with placeholders, or null.</summary>
    public string? Choose()
    {
        // An address may be personal, and its country not: what counts is what is read, not what is around it.
        var read = _declared.Where(path => !_declared.Any(inner => inner.StartsWith($"{path}/", StringComparison.Ordinal))).ToHashSet();
        _obstacles.AddRange(described.Properties.Where(property => read.Contains(property.Path) && !team.MayRead(property.PersonalData))
            .Select(property => $"{property.Path} is {ClassOf(property)}, and {team.Id} is not cleared for that"));
        return _obstacles.Count > 0 ? null : Choose(described.Schema.Document, "");
    }

    private string? Choose(JsonElement schema, string path)
    {
        var at = Resolved(schema);
        var wanted = _declared.Where(field => field.StartsWith($"{path}/", StringComparison.Ordinal))
            .Select(field => field[(path.Length + 1)..]).Where(name => !name.Contains('/')).Order(StringComparer.Ordinal).ToList();
        if (wanted is [] && path.Length > 0)
        {
            return Whole(at, path);
        }

        var before = _obstacles.Count;
        if (at.TryGetProperty("properties", out var properties) && Members(at, properties, path, wanted) is { } members)
        {
            return $"{{{string.Join(',', members)}}}";
        }

        if (wanted is ["*"] || _obstacles.Count > before)
        {
            return WholeAfterAll(at, path, before);
        }

        _obstacles.Add($"{Shown(path)} has no properties in its schema");
        return null;
    }

    private List<string>? Members(JsonElement schema, JsonElement properties, string path, IReadOnlyList<string> wanted)
    {
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet()
            : [];
        var members = new List<string>();
        var before = _obstacles.Count;
        foreach (var name in wanted.Where(name => properties.TryGetProperty(Plain(name), out _)))
        {
            if (!required.Contains(Plain(name)))
            {
                _obstacles.Add($"{path}/{name} may be absent, and EventBridge would write \"\" in its place");
            }
            else if (Choose(properties.GetProperty(Plain(name)), $"{path}/{name}") is { } value)
            {
                members.Add($"{JsonSerializer.Serialize(Plain(name))}:{value}");
            }
        }

        return _obstacles.Count == before ? members : null;
    }

    /// <summary>The object or list itself, if all of it is declared or may be read anyway; then the obstacles inside it are none.</summary>
    private string? WholeAfterAll(JsonElement schema, string path, int obstaclesBefore)
    {
        var inside = described.Properties.Where(property => property.Path.StartsWith($"{path}/", StringComparison.Ordinal));
        var hidden = inside.FirstOrDefault(property => !_declared.Contains(property.Path) && !team.MayRead(property.PersonalData));
        if (hidden is not null)
        {
            _obstacles.Add($"{Shown(path)} cannot be handed on as a whole, because {hidden.Path} in it is {ClassOf(hidden)}");
            return null;
        }

        _obstacles.RemoveRange(obstaclesBefore, _obstacles.Count - obstaclesBefore);
        return Whole(schema, path);
    }

    private string? Whole(JsonElement schema, string path)
    {
        if (WhyNotWhole(schema, path) is { } obstacle)
        {
            _obstacles.Add(obstacle);
            return null;
        }

        var name = $"data{path.Replace('/', '-')}";
        Paths[name] = $"$.detail.data{path.Replace('/', '.')}";
        return $"<{name}>";
    }

    private string? WhyNotWhole(JsonElement schema, string path)
    {
        if (path.Length > 0 && !PathPattern.IsMatch(path))
        {
            return $"{path} has a name that EventBridge's paths cannot say";
        }

        return schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString() == "string" && !PlainText.IsPromisedBy(schema)
                ? $"{path} is text that may hold a quote, a backslash or a line end, which EventBridge would not escape; "
                    + "a pattern such as ^[A-Za-z0-9-]+$ in its schema rules them out"
                : null
            : $"{Shown(path)} is not of one single type in its schema";
    }

    private JsonElement Resolved(JsonElement schema)
    {
        for (var steps = 0; steps < 16 && schema.TryGetProperty("$ref", out var reference); steps++)
        {
            schema = JsonPointer.Find(described.Schema.Document, reference.GetString()!.TrimStart('#')) ?? schema;
        }

        return schema;
    }

    private static string ClassOf(EventProperty property) => property.PersonalData.ToString().ToLowerInvariant();

    private static string Plain(string token) =>
        token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static string Shown(string path) => path.Length == 0 ? "data" : path;

    [GeneratedRegex("^(/[A-Za-z0-9_-]+)+$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PathPattern { get; }
}
