using System.Collections;
using System.Globalization;

namespace Waybill.Eventing;

/// <summary>What a function is told by its environment; read once, at start-up (docs/decisions/0022).</summary>
public sealed class Settings(IReadOnlyDictionary<string, string> values)
{
    public static Settings FromEnvironment() => new(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal));

    /// <exception cref="InvalidOperationException">The setting is missing or empty.</exception>
    public string Text(string name) => values.TryGetValue(name, out var value) && value.Length > 0
        ? value
        : throw new InvalidOperationException($"The environment variable {name} is not set; the function's stack in infra/ sets it.");

    /// <summary>Null when the setting is missing.</summary>
    public string? Optional(string name) => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>An absolute http(s) address that ends in a slash, so that relative addresses are added to it.</summary>
    public Uri Address(string name)
    {
        var text = Text(name);
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw Wrong(name, text, "an absolute address such as https://api.example");
    }

    public TimeSpan Days(string name)
    {
        var text = Text(name);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days > 0
            ? TimeSpan.FromDays(days)
            : throw Wrong(name, text, "a whole number of days, at least 1");
    }

    public int Percent(string name)
    {
        var text = Text(name);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 100
            ? percent
            : throw Wrong(name, text, "a whole number from 0 to 100");
    }

    private static InvalidOperationException Wrong(string name, string given, string allowed) =>
        new($"The environment variable {name} is '{given}'; it must be {allowed}.");
}
