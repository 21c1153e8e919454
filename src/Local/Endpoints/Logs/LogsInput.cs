using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Logs;

/// <summary>Members of a request under the constraints of the model of CloudWatch Logs; what breaks one is an
/// InvalidParameterException.</summary>
internal sealed class LogsInput(JsonElement body)
{
    public const string GroupName = @"[\.\-_/#A-Za-z0-9]+";
    public const string StreamName = "[^:*]*";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static AwsException Invalid(string message) => new("InvalidParameterException", message);

    public static AwsException InvalidToken() => Invalid("The specified nextToken is invalid.");

    public bool Has(string name) => body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    public string? Text(string name, int longest, string? pattern = null, int shortest = 1) => body.Text(name) is not { } text ? null
        : text.Length > longest ? throw Broken(text, name, $"have length less than or equal to {longest}")
        : text.Length < shortest ? throw Broken(text, name, $"have length greater than or equal to {shortest}")
        : pattern is null || Regex.IsMatch(text, $@"^(?:{pattern})\z", RegexOptions.None, Patience) ? text
        : throw Broken(text, name, $"satisfy regular expression pattern: {pattern}");

    public string? Group(string name) => Text(name, 512, GroupName);

    public string RequiredGroup() => Group("logGroupName") ?? throw Missing("logGroupName");

    public string RequiredStream() => Text("logStreamName", 512, StreamName) ?? throw Missing("logStreamName");

    public string? OneOf(string name, params string[] allowed)
    {
        var text = body.Text(name);
        return text is null || allowed.Contains(text, StringComparer.Ordinal)
            ? text
            : throw Broken(text, name, $"satisfy enum value set: [{string.Join(", ", allowed)}]");
    }

    public int Limit(int most, int usual) => body.Number("limit") is not { } limit ? usual
        : limit < 1 ? throw Broken($"{limit}", "limit", "have value greater than or equal to 1")
        : limit > most ? throw Broken($"{limit}", "limit", $"have value less than or equal to {most}")
        : limit;

    public int? Number(string name) => body.Number(name);

    /// <summary>Milliseconds since 1970.</summary>
    public long? Time(string name) => Has(name) ? TimeOf(body.GetProperty(name), name) : null;

    public bool Flag(string name) => Has(name) && body.GetProperty(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        var kind => throw new AwsException("SerializationException", $"{name} must be true or false, not {kind}."),
    };

    public IReadOnlyList<string> Texts(string name) => body.Texts(name);

    public IReadOnlyList<JsonElement> Items(string name) => [.. body.Items(name)];

    /// <summary>The page that <c>nextToken</c> asks for.</summary>
    public Page<T> Page<T>(IReadOnlyList<T> all, int limit) =>
        Protocol.Page<T>.Of(all, limit, body.Text("nextToken")) ?? throw InvalidToken();

    public static long TimeOf(JsonElement value, string name) =>
        value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var time)
            ? throw new AwsException("SerializationException", $"{name} must be a whole number of milliseconds, not {value}.")
        : time < 0 ? throw Broken(time.ToString(CultureInfo.InvariantCulture), name, "have value greater than or equal to 0")
        : time;

    public static AwsException Missing(string name) => Broken(null, name, "not be null");

    public static AwsException Broken(string? value, string name, string constraint)
    {
        var given = value is null ? "null" : $"'{value}'";
        return Invalid($"1 validation error detected: Value {given} at '{name}' failed to satisfy constraint: Member must {constraint}");
    }

    /// <summary>Writes a page as this service does, its token in lower case.</summary>
    public static void Write<T>(Utf8JsonWriter json, string name, Page<T> page, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in page.Items)
        {
            write(item);
        }

        json.WriteEndArray();
        if (page.NextToken is { } token)
        {
            json.WriteString("nextToken"u8, token);
        }
    }
}
