using System.Text;

namespace Waybill.EventPatterns.Questions;

/// <summary>A JSON object made from paths and values: nested, with dots in keys where a path is also on the way to another.</summary>
internal sealed class FieldObject
{
    /// <summary>Deeper paths are written as one key, which means the same and stays within what JSON readers take.</summary>
    private const int MaxDepth = 100;

    private readonly SortedDictionary<string, FieldObject> _members = new(StringComparer.Ordinal);
    private string? _value;

    public void Add(string path, string json)
    {
        var steps = path.Split('.');
        var at = this;
        // Survives: at just that depth either means the same.
        foreach (var step in steps.Length > MaxDepth ? [path] : steps)
        {
            if (!at._members.TryGetValue(step, out var next))
            {
                at._members.Add(step, next = new FieldObject());
            }

            at = next;
        }

        at._value = json;
    }

    public override string ToString()
    {
        var json = new StringBuilder("{");
        Write(json, string.Empty);
        return json.Append('}').ToString();
    }

    private void Write(StringBuilder json, string before)
    {
        foreach (var (step, member) in _members)
        {
            var key = before + step;
            if (member._value is not null)
            {
                Key(json, key).Append(member._value);
                member.Write(json, $"{key}.");
            }
            else
            {
                Key(json, key).Append('{');
                member.Write(json, string.Empty);
                json.Append('}');
            }
        }
    }

    private static StringBuilder Key(StringBuilder json, string key) =>
        (json[^1] == '{' ? json : json.Append(',')).Append(CodePoints.Quote(key)).Append(':');
}
