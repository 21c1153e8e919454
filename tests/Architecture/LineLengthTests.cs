using System.Globalization;
using System.Text.RegularExpressions;

namespace Waybill.Architecture.Tests;

/// <summary>What <c>.editorconfig</c> says of a line's length, which no formatter enforces.</summary>
public sealed partial class LineLengthTests
{
    [Fact]
    public void No_line_of_code_is_longer_than_the_editorconfig_says()
    {
        var editorconfig = File.ReadAllText(Checkout.Path(".editorconfig"));
        var longest = int.Parse(MaxLineLength.Match(editorconfig).Groups["columns"].Value, CultureInfo.InvariantCulture);
        var tooLong = Checkout.Files("*.cs")
            .SelectMany(file => File.ReadLines(Checkout.Path(file)).Index().Where(line => line.Item.Length > longest)
                .Select(line => $"{file}:{line.Index + 1} has {line.Item.Length} columns; .editorconfig allows {longest}"))
            .ToList();

        Assert.True(tooLong.Count == 0, string.Join('\n', tooLong));
    }

    [GeneratedRegex(@"^max_line_length = (?<columns>[0-9]+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex MaxLineLength { get; }
}
