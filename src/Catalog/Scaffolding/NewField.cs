using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Waybill.Catalog.Reading;

namespace Waybill.Catalog.Scaffolding;

/// <summary>One property of a new event's <c>data</c>.</summary>
/// <param name="Name">In camelCase.</param>
/// <param name="Type">A word of <see cref="Types"/>.</param>
/// <param name="PersonalData">How much it says about a person.</param>
/// <param name="IsRequired">Whether every event has it.</param>
public sealed partial record NewField(string Name, string Type, PersonalDataClass PersonalData, bool IsRequired)
{
    public static IReadOnlyList<string> Types { get; } = ["string", "number", "integer", "boolean", "date-time", "date", "uuid"];

    private static readonly IReadOnlyDictionary<string, PersonalDataClass> Classes = Fields.Words<PersonalDataClass>();

    /// <summary>Reads <c>name:type</c>, <c>name?:type</c> (may be absent), <c>name:type:class</c>.</summary>
    /// <exception cref="ScaffoldException">It is none of these.</exception>
    public static NewField Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length is < 2 or > 3 || !CamelCase().IsMatch(parts[0]))
        {
            throw new ScaffoldException(
                $"The field '{text}' is not understood; allowed: name:type or name:type:class, such as 'accountId:string:pseudonymous'; "
                + "'name?' may be absent.");
        }

        if (!Types.Contains(parts[1], StringComparer.Ordinal))
        {
            throw Unknown(text, "type", parts[1], Types);
        }

        var personalData = PersonalDataClass.None;
        if (parts.Length == 3 && !Classes.TryGetValue(parts[2], out personalData))
        {
            throw Unknown(text, "class", parts[2], [.. Classes.Keys]);
        }

        return new NewField(parts[0].TrimEnd('?'), parts[1], personalData, !parts[0].EndsWith('?'));
    }

    private static ScaffoldException Unknown(string field, string what, string given, IReadOnlyList<string> allowed) =>
        new($"The field '{field}' has the {what} '{given}'{Spelling.DidYouMean(given, allowed)}; allowed: {string.Join(", ", allowed)}.");

    internal JsonObject Schema() => Type switch
    {
        "string" => new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = 256 },
        "date-time" or "date" or "uuid" => new JsonObject { ["type"] = "string", ["format"] = Type },
        _ => new JsonObject { ["type"] = Type },
    };

    /// <summary>A value of its type; different ones for different examples.</summary>
    internal JsonNode Example(int number) => Type switch
    {
        "number" => JsonValue.Create(number + 0.5m),
        "integer" => JsonValue.Create(number),
        "boolean" => JsonValue.Create(number % 2 == 1),
        "date-time" => JsonValue.Create($"2026-03-0{number}T09:15:00Z"),
        "date" => JsonValue.Create($"2026-03-0{number}"),
        "uuid" => JsonValue.Create($"019cadd4-669a-7b42-ba51-00000000000{number}"),
        _ => JsonValue.Create($"{Name}-{number}"),
    };

    [GeneratedRegex(@"^[a-z][A-Za-z0-9]*\??$", RegexOptions.None, 1000)]
    private static partial Regex CamelCase();
}
