using Spectre.Console;

namespace Waybill.Cli.Tests;

public sealed class ScreenTests
{
    [Theory]
    [InlineData(true, null)]
    [InlineData(true, "")]
    [InlineData(false, "1")]
    public async Task Neither_a_file_nor_who_wants_no_colour_gets_escape_codes(bool isFile, string? noColor)
    {
        using var output = new StringWriter();
        var console = Screen.Of(output, isFile, noColor);

        console.MarkupLine("[red]error:[/] [bold]no[/]");
        await console.Status().StartAsync("Building", _ => Task.CompletedTask);
        console.Write(new Table().AddColumn("[green]one[/]").AddRow("[link=http://localhost]two[/]"));

        Assert.StartsWith("error: no", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\e', output.ToString());
    }
}
