using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Waybill.Cli.Commands;

/// <summary>Sizes as people type them.</summary>
internal static class ByteSize
{
    private static readonly Dictionary<string, long> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MB"] = 1_000_000,
        ["GB"] = 1_000_000_000,
    };

    /// <summary>An option that takes <c>500MB</c> or <c>2GB</c>.</summary>
    public static Option<long> Option(string name, string description, long usual) => new(name)
    {
        Description = description,
        HelpName = "2GB",
        DefaultValueFactory = _ => usual,
        CustomParser = result => Parse(result, name),
    };

    private static long Parse(ArgumentResult result, string name)
    {
        var text = result.Tokens.Single().Value;
        if (text.Length > 2 && Units.TryGetValue(text[^2..], out var unit)
            && int.TryParse(text[..^2], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
        {
            return count * unit;
        }

        result.AddError($"{name} is '{text}'; it must be a whole number and MB or GB, such as 500MB or 2GB.");
        return 0;
    }
}
