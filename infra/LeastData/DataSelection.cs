using System.Text.Json;
using System.Text.RegularExpressions;
using Waybill.Catalog;
using Waybill.Catalog.Consumers;
using Waybill.Catalog.Schemas;
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
    private readonly PromisedFields _promised = new(described.Schema.Document);
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
        return _obstacles.Count > 0 ? null : Choose("");
    }

    private string? Choose(string path)
    {
        var wanted = _declared.Where(field => field.StartsWith($"{path}/", StringComparison.Ordinal))
            .Select(field => field[(path.Length + 1)..]).Where(name => !name.Contains('/')).Order(StringComparer.Ordinal).ToList();
        if (wanted is [] && path.Length > 0)
        {
            return Whole(path);
        }

        var before = _obstacles.Count;
        if (wanted is not ["*"])
        {
            if (!_promised.Find(path).Kinds.HasFlag(JsonKinds.Object))
            {
                _obstacles.Add($"{Shown(path)} is no object in its schema");
                return null;
            }

            var members = wanted.Where(name => _promised.Find($"{path}/{name}").Exists).Select(name => Member(path, name)).ToList();
            if (_obstacles.Count == before)
            {
                return $"{{{string.Join(',', members)}}}";
            }
        }

        return WholeAfterAll(path, before);
    }

    private string? Member(string path, string name)
    {
        if (!_promised.Find($"{path}/{name}").IsRequired)
        {
            _obstacles.Add($"{path}/{name} may be absent, and EventBridge would write \"\" in its place");
            return null;
        }

        return $"{JsonSerializer.Serialize(JsonPointer.Tokens($"/{name}").Single())}:{Choose($"{path}/{name}")}";
    }

    /// <summary>The object or list itself, if all of it is declared or may be read anyway; then the obstacles inside it are none.</summary>
    private string? WholeAfterAll(string path, int obstaclesBefore)
    {
        var inside = described.Properties.Where(property => property.Path.StartsWith($"{path}/", StringComparison.Ordinal));
        var hidden = inside.FirstOrDefault(property => !_declared.Contains(property.Path) && !team.MayRead(property.PersonalData));
        if (hidden is not null)
        {
            _obstacles.Add($"{Shown(path)} cannot be handed on as a whole, because {hidden.Path} in it is {ClassOf(hidden)}");
            return null;
        }

        _obstacles.RemoveRange(obstaclesBefore, _obstacles.Count - obstaclesBefore);
        return Whole(path);
    }

    private string? Whole(string path)
    {
        if (WhyNotWhole(path) is { } obstacle)
        {
            _obstacles.Add(obstacle);
            return null;
        }

        var name = $"data{path.Replace('/', '-')}";
        Paths[name] = $"$.detail.data{path.Replace('/', '.')}";
        return $"<{name}>";
    }

    private string? WhyNotWhole(string path)
    {
        if (path.Length > 0 && !PathPattern.IsMatch(path))
        {
            return $"{path} has a name that EventBridge's paths cannot say";
        }

        return _promised.Find(path).Kinds switch
        {
            JsonKinds.Text when !PlainText.IsPromisedBy(described.Schema.Document, path) =>
                $"{path} is text that may hold a quote, a backslash or a line end, which EventBridge would not escape; "
                + "a pattern such as ^[A-Za-z0-9-]+$ in its schema rules them out",
            JsonKinds.Number or JsonKinds.Integer or JsonKinds.Text or JsonKinds.Boolean or JsonKinds.Object or JsonKinds.Array => null,
            _ => $"{Shown(path)} is not of one single type in its schema",
        };
    }

    private static string ClassOf(EventProperty property) => property.PersonalData.ToString().ToLowerInvariant();

    private static string Shown(string path) => path.Length == 0 ? "data" : path;

    [GeneratedRegex("^(/[A-Za-z0-9_-]+)+$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PathPattern { get; }
}
