using Spectre.Console;

namespace Waybill.Cli;

/// <summary>The terminal, or what takes its place: colours and lines that move only where somebody looks at them and wants them
/// (https://no-color.org).</summary>
internal static class Screen
{
    /// <summary>Nobody's screen is 80 columns wide when output goes to a file or a pipe.</summary>
    private const int WidthOfAFile = 250;

    public static IAnsiConsole Out { get; } = Of(Console.Out, Console.IsOutputRedirected, NoColor);

    public static IAnsiConsole Error { get; } = Of(Console.Error, Console.IsErrorRedirected, NoColor);

    private static string? NoColor => Environment.GetEnvironmentVariable("NO_COLOR");

    /// <param name="output">Where to.</param>
    /// <param name="isFile">Whether that is a file or a pipe.</param>
    /// <param name="noColor">The variable of that name; empty is as good as none.</param>
    public static IAnsiConsole Of(TextWriter output, bool isFile, string? noColor)
    {
        var isPlain = isFile || !string.IsNullOrEmpty(noColor);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isFile ? InteractionSupport.No : InteractionSupport.Detect,
            Out = new AnsiConsoleOutput(output),
        });
        if (isFile)
        {
            console.Profile.Width = WidthOfAFile;
        }

        return console;
    }
}
