using System.Text.Json;
using System.Text.Json.Nodes;

namespace Waybill.Infra;

/// <summary>The repository this app stands in: it reads <c>cdk.json</c> and reaches the functions' build output by path.</summary>
public sealed record Repository(string Root)
{
    public string CdkJson => Path.Combine(Root, "cdk.json");

    public string EventsCatalog => Path.Combine(Root, "events-catalog");

    /// <summary>Finds the repository above the built app, else above the current folder.</summary>
    public static Repository Find() =>
        Above(AppContext.BaseDirectory) ?? Above(Directory.GetCurrentDirectory())
        ?? throw new ConfigurationException(
            $"No cdk.json in any folder above '{AppContext.BaseDirectory}' or '{Directory.GetCurrentDirectory()}'; run from inside the repository.");

    /// <summary>The feature flags of <c>cdk.json</c>; what the command line passes (<c>-c key=value</c>) wins over them.</summary>
    public Dictionary<string, object> FeatureFlags()
    {
        var context = JsonNode.Parse(File.ReadAllText(CdkJson))?["context"]?.AsObject() ?? [];
        return context.Where(entry => entry.Value is JsonValue or JsonArray)
            .ToDictionary(entry => entry.Key, entry => Plain(entry.Value!));
    }

    /// <summary>The folder with a team's built functions.</summary>
    public string FunctionCode(string team)
    {
        var folder = Path.Combine(Root, "functions", team, "bin", "lambda");
        return Directory.Exists(folder)
            ? folder
            : throw new ConfigurationException($"The functions of {team} are not built: '{folder}' does not exist. Build them: dotnet build infra");
    }

    private static object Plain(JsonNode value) => value switch
    {
        JsonArray items => items.Select(item => Plain(item!)).ToArray(),
        _ when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        _ when value.GetValueKind() is JsonValueKind.Number => value.GetValue<double>(),
        _ => value.GetValue<string>(),
    };

    private static Repository? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "cdk.json")))
            {
                return new Repository(folder.FullName);
            }
        }

        return null;
    }
}

/// <summary>The app cannot be synthesized as configured; the message says which setting, in which file, and what is allowed.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
