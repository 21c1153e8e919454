using System.Text.Json;

namespace Waybill.Local.Template.Assemblies;

/// <summary>Where <c>cdk synth</c> staged the files that a deployment would upload, by their key in the asset bucket.</summary>
internal sealed class AssetManifest
{
    private readonly Dictionary<string, string> _pathByObjectKey = new(StringComparer.Ordinal);

    /// <summary>The staged file or folder that would be uploaded as <paramref name="objectKey"/>;
    /// null when the assembly has none.</summary>
    public string? Find(string objectKey) => _pathByObjectKey.GetValueOrDefault(objectKey);

    public static AssetManifest Read(string folder, string stackArtifact)
    {
        var manifest = new AssetManifest();
        var path = Path.Combine(folder, stackArtifact + ".assets.json");
        if (!File.Exists(path))
        {
            return manifest;
        }

        foreach (var file in JsonFile.Members(JsonFile.Member(JsonFile.Read(path), "files")))
        {
            if (Staged(folder, file.Value) is not { } staged)
            {
                continue;
            }

            foreach (var destination in JsonFile.Members(JsonFile.Member(file.Value, "destinations")))
            {
                if (JsonFile.Text(destination.Value, "objectKey") is { } key)
                {
                    manifest._pathByObjectKey[key] = staged;
                }
            }
        }

        return manifest;
    }

    private static string? Staged(string folder, JsonElement file) =>
        JsonFile.Text(JsonFile.Member(file, "source"), "path") is { } path
            ? Path.GetFullPath(Path.Combine(folder, path))
            : null;
}
