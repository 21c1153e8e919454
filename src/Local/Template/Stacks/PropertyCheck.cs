using System.Text.Json.Nodes;

namespace Waybill.Local.Template.Stacks;

/// <summary>Holds a resource's properties against its kind's table and reports each one
/// that laptop mode would otherwise skip in silence.</summary>
internal static class PropertyCheck
{
    public static void Run(Resource resource, PropertyTable table)
    {
        foreach (var name in resource.PropertyNames)
        {
            if (resource[name] is { } value)
            {
                Check(resource, table, name, value);
            }
        }
    }

    private static void Check(Resource resource, PropertyTable table, string path, JsonNode value)
    {
        if (table.WithoutEffect.ContainsKey(path))
        {
            return;
        }

        if (table.OnlyAs.TryGetValue(path, out var only))
        {
            CheckValue(resource, path, value, only);
        }
        else if (table.Refused.TryGetValue(path, out var advice))
        {
            resource.Report(path, $"is not supported: {advice}");
        }
        else if (table.HasLonger(path))
        {
            CheckInside(resource, table, path, value);
        }
        else if (!table.Obeyed.Contains(path, StringComparer.Ordinal))
        {
            resource.Report(path, $"is not supported; supported: {table.Supported}");
        }
    }

    private static void CheckInside(Resource resource, PropertyTable table, string path, JsonNode value)
    {
        switch (value)
        {
            case JsonObject members:
                foreach (var (name, member) in members)
                {
                    if (member is not null)
                    {
                        Check(resource, table, $"{path}.{name}", member);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items.OfType<JsonNode>())
                {
                    Check(resource, table, path + "[]", item);
                }

                break;
            default:
                if (!table.Obeyed.Contains(path, StringComparer.Ordinal))
                {
                    resource.Report(path, $"an object or a list is needed, {Scalar.Json(value)} was given");
                }

                break;
        }
    }

    private static void CheckValue(Resource resource, string path, JsonNode value, string only)
    {
        var given = value is JsonValue ? Scalar.Text(value) : Scalar.Json(value);
        if (!string.Equals(given, only, StringComparison.OrdinalIgnoreCase))
        {
            resource.Report(path, $"is supported only as {only}; {given} was given");
        }
    }
}
