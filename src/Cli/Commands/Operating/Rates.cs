using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Waybill.Cli.Commands.Operating;

/// <summary>Shares of a whole as people type them.</summary>
internal static class Rates
{
    /// <summary>An option that takes <c>20%</c> or <c>0.5%</c>, as 0.2 or 0.005.</summary>
    public static Option<double?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "20%",
        CustomParser = result => Parse(result, name),
    };

    public static string Of(double rate) => string.Create(CultureInfo.InvariantCulture, $"{rate * 100:0.####}%");

    private static double? Parse(ArgumentResult result, string name)
    {
        var text = result.Tokens.Single().Value;
        if (text.EndsWith('%')
            && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent))
        {
            return percent / 100;
        }

        result.AddError($"{name} is '{text}'; it must be a percentage, such as 20% or 0.5%.");
        return null;
    }
}
