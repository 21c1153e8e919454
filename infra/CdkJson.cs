using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;

namespace Waybill.Infra;

/// <summary>The repository's <c>cdk.json</c>, and what lies beside it: the functions' build output is reached by path.</summary>
public sealed record CdkJson(string File)
{
    private string Root => Path.GetDirectoryName(File)!;

    /// <summary>Finds the file above the built app, else above the current folder.</summary>
    public static CdkJson Find() =>
        Above(AppContext.BaseDirectory) ?? Above(Directory.GetCurrentDirectory())
        ?? throw new ConfigurationException(
            $"No cdk.json in any folder above '{AppContext.BaseDirectory}' or '{Directory.GetCurrentDirectory()}'; "
            + "run from inside the repository.");

    /// <summary>A file or folder of the repository.</summary>
    public string Beside(params ReadOnlySpan<string> path) => Path.Combine([Root, .. path]);

    /// <summary>An app that makes the same templates with the CDK command line and without it.</summary>
    public App NewApp(string? outputFolder = null) => new(new AppProps
    {
        // Where a function's code lies in the output folder; what the command line asks for too. It is not a flag for cdk.json.
        Context = new Dictionary<string, object>(FeatureFlags()) { ["aws:cdk:enable-asset-metadata"] = true },
        Outdir = outputFolder,
        AnalyticsReporting = false,
        TreeMetadata = false,
    });

    /// <summary>The names of the teams that have functions.</summary>
    public IReadOnlyList<string> Teams() =>
    [
        .. Directory.EnumerateDirectories(Beside("functions")).Select(folder => Path.GetFileName(folder))
            .Where(team => System.IO.File.Exists(Beside("functions", team, $"{team}.csproj"))).Order(StringComparer.Ordinal),
    ];

    /// <summary>A folder with a team's built functions.</summary>
    public string FunctionCode(string team, string folderOfBin)
    {
        var folder = Beside("functions", team, "bin", folderOfBin);
        return Directory.Exists(folder)
            ? folder
            : throw new ConfigurationException(
                $"The functions of {team} are not built: '{folder}' does not exist. Build them: dotnet build infra");
    }

    /// <summary>What the command line passes (<c>-c key=value</c>) wins over them.</summary>
    private Dictionary<string, object> FeatureFlags()
    {
        var context = JsonNode.Parse(System.IO.File.ReadAllText(File))?["context"]?.AsObject() ?? [];
        return context.Where(entry => entry.Value is JsonValue or JsonArray).ToDictionary(entry => entry.Key, entry => Plain(entry.Value!));
    }

    private static object Plain(JsonNode value) => value switch
    {
        JsonArray items => items.Select(item => Plain(item!)).ToArray(),
        _ when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        _ when value.GetValueKind() is JsonValueKind.Number => value.GetValue<double>(),
        _ => value.GetValue<string>(),
    };

    private static CdkJson? Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "cdk.json")))
            {
                return new CdkJson(Path.Combine(folder.FullName, "cdk.json"));
            }
        }

        return null;
    }
}

/// <summary>The app cannot be synthesized as configured; the message says which setting, in which file, and what is allowed.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
