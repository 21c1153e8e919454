using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Waybill.Player;

/// <summary>Options as people type them.</summary>
internal static class Typed
{
    /// <summary>An option that takes <c>90s</c>, <c>5m</c> or <c>2h</c>, as seconds.</summary>
    public static Option<int?> Seconds(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "5m",
        CustomParser = result => Parse(
            result, name, "a number and s, m or h, such as 90s or 5m",
            text => Number(text, ('s', 1)) ?? Number(text, ('m', 60)) ?? Number(text, ('h', 3600))) is { } seconds
                ? (int)Math.Min(int.MaxValue, seconds)
                : null,
    };

    /// <summary>An option that takes <c>5%</c>, as 0.05.</summary>
    public static Option<double?> Rate(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "5%",
        CustomParser = result => Parse(result, name, "a percentage, such as 5%", text => Number(text, ('%', 0.01))),
    };

    private static double? Parse(ArgumentResult result, string name, string allowed, Func<string, double?> read)
    {
        var text = result.Tokens.Single().Value;
        if (read(text) is { } value)
        {
            return value;
        }

        result.AddError($"{name} is '{text}'; it must be {allowed}.");
        return null;
    }

    private static double? Number(string text, (char Suffix, double Factor) unit) =>
        text.EndsWith(unit.Suffix)
        && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number * unit.Factor
            : null;
}
