using System.Security.Cryptography;
using System.Text.Json;

namespace Waybill.Cli.Commands;

/// <summary>The keys that <c>up --strict-auth</c> holds signatures to: made once, in a file that only its owner can read.</summary>
internal static class AuthKeys
{
    private const string FileName = "keys.json";

    /// <summary>Secrets by access key.</summary>
    /// <exception cref="UserErrorException">The file is not an object of texts.</exception>
    public static IReadOnlyDictionary<string, string> In(string folder, out string file)
    {
        file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            Write(file);
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            return json.RootElement.EnumerateObject().ToDictionary(
                key => key.Name, key => key.Value.GetString() ?? throw new JsonException($"{key.Name} is null"), StringComparer.Ordinal);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw new UserErrorException(
                $"{file} must be an object of secrets by access key, {{\"AKIA…\": \"secret\"}}: {malformed.Message}. "
                    + "Delete it to have one made.");
        }
    }

    private static void Write(string file)
    {
        const int SecretBytes = 30;
        var key = "AKIA" + Convert.ToHexString(RandomNumberGenerator.GetBytes(8));
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, options);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString(key, secret);
        json.WriteEndObject();
    }
}
