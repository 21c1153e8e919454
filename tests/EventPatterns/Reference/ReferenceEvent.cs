namespace Waybill.EventPatterns.Tests.Reference;

/// <summary>A scalar, and at which index of which array it lies.</summary>
public sealed record Leaf(object? Value, Dictionary<int, int> Positions);

/// <summary>An event as the leaves it has at each path.</summary>
public sealed class ReferenceEvent
{
    private readonly Dictionary<string, List<Leaf>> _leaves = [];
    private int _arrays;

    private ReferenceEvent()
    {
    }

    /// <returns>The event; null if it is not JSON or not an object.</returns>
    public static ReferenceEvent? Read(string text)
    {
        try
        {
            if (Json.Read(text, ignoreRest: false) is not JsonObject root)
            {
                return null;
            }

            var result = new ReferenceEvent();
            result.Flatten(root, null, []);
            return result;
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    /// <summary>The leaves at a path, in the order of the event.</summary>
    public IReadOnlyList<Leaf> Leaves(string path) => _leaves.TryGetValue(path, out var leaves) ? leaves : [];

    private void Flatten(object? value, string? path, Dictionary<int, int> positions)
    {
        if (value is JsonObject members)
        {
            foreach (var (key, member) in members)
            {
                Flatten(member, path is null ? key : $"{path}.{key}", positions);
            }
        }
        else if (value is JsonArray elements)
        {
            var array = _arrays++;
            for (var i = 0; i < elements.Count; i++)
            {
                var inside = elements[i] is JsonObject or JsonArray ? new Dictionary<int, int>(positions) { [array] = i } : positions;
                Flatten(elements[i], path, inside);
            }
        }
        else
        {
            _leaves.TryAdd(path!, []);
            _leaves[path!].Add(new Leaf(value, positions));
        }
    }
}
