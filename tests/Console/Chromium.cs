using Microsoft.Playwright;

namespace Waybill.WebConsole.Tests;

/// <summary>The system's browser; <c>apt-get install chromium</c> has it.</summary>
internal static class Chromium
{
    /// <summary>What a skipped test says.</summary>
    public const string Missing = "There is no Chromium on this machine (apt-get install chromium).";

    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"];

    private static string? Program { get; } = Places.FirstOrDefault(File.Exists);

    public static bool IsInstalled => Program is not null;

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Program,
        // Its sandbox refuses to run as root, which containers do.
        Args = Environment.IsPrivilegedProcess ? ["--no-sandbox"] : [],
    });
}
