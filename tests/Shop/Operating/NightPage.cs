using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests.Operating;

/// <summary>The part of <c>docs/failures.md</c> that tests write.</summary>
internal static class NightPage
{
    /// <summary>Set to anything, sections are written instead of compared.</summary>
    private const string Write = "WAYBILL_WRITE_DOCS";

    private const string Part = "## Nights that tests live through\n";

    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Compares a section with what it is to be, or writes it.</summary>
    public static async Task HoldAsync(string title, string text)
    {
        var file = Repository.Find().Path("docs", "failures.md");
        await OneAtATime.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var page = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            if (Environment.GetEnvironmentVariable(Write) is { Length: > 0 })
            {
                await File.WriteAllTextAsync(file, With(page, title, text), TestContext.Current.CancellationToken);
                return;
            }

            var (start, end) = Find(page, title);
            Assert.True(
                start >= 0,
                $"docs/failures.md has no section '{title}'; {Write}=1 dotnet test tests/Shop --filter Nights writes it.");
            Assert.Equal(text, page[start..end].Trim('\n'));
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static string With(string page, string title, string text)
    {
        var (start, end) = Find(page, title);
        if (start >= 0)
        {
            return $"{page[..start]}\n{text}\n{page[end..]}";
        }

        var last = EndOfPart(page, page.IndexOf(Part, StringComparison.Ordinal) + Part.Length);
        return $"{page[..last]}\n### {title}\n\n{text}\n{page[last..]}";
    }

    /// <summary>Where a section's text begins and where the next heading's empty line does.</summary>
    private static (int Start, int End) Find(string page, string title)
    {
        var heading = $"\n### {title}\n";
        var at = page.IndexOf(heading, StringComparison.Ordinal);
        if (at < 0)
        {
            return (-1, -1);
        }

        var start = at + heading.Length;
        var next = page.IndexOf("\n### ", start, StringComparison.Ordinal);
        var end = EndOfPart(page, start);
        return (start, next >= 0 && next < end ? next : end);
    }

    private static int EndOfPart(string page, int from) =>
        page.IndexOf("\n## ", from, StringComparison.Ordinal) is >= 0 and var end ? end : page.Length;
}
