using System.Text.Json;
using System.Text.RegularExpressions;

namespace Waybill.Infra;

public sealed class ProgramTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("qa", "", "Unknown environment 'qa'", "dev, staging, prod")]
    [InlineData(
        "dev", "sparc", "The context 'functions' is sparc",
        "-x64, such as linux-x64, the same with -native behind it, or uncompiled")]
    [InlineData(
        "prod", "", "prod takes functions with the official AWS packages only",
        "says polyfill. Build them so: AwsPackages=official npx cdk deploy --all -c env=prod")]
    public async Task What_cannot_be_synthesized_ends_the_app_with_one_line_that_says_what_can(
        string environment, string functions, string says, string can)
    {
        var app = await Command.RunAsync(
            AppContext.BaseDirectory, "dotnet", [typeof(Deployment).Assembly.Location], "", TestContext.Current.CancellationToken,
            ("CDK_CONTEXT_JSON", JsonSerializer.Serialize(new { env = environment, functions = functions.Length > 0 ? functions : null })));

        Assert.Equal(1, app.ExitCode);
        Assert.Contains(says, app.Errors, StringComparison.Ordinal);
        Assert.Contains(can, app.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_synthesis_leaves_nothing_among_the_temporary_files()
    {
        var output = Directory.CreateTempSubdirectory("waybill-out-");
        var temporary = Directory.CreateTempSubdirectory("waybill-temporary-");

        var app = await Command.RunAsync(
            AppContext.BaseDirectory, "dotnet", [typeof(Deployment).Assembly.Location], "", TestContext.Current.CancellationToken,
            ("CDK_CONTEXT_JSON", """{"env":"dev","functions":"uncompiled"}"""), ("CDK_OUTDIR", output.FullName),
            ("TMPDIR", temporary.FullName));

        app.OrFail();
        Assert.NotEmpty(output.EnumerateFiles("*.template.json"));
        Assert.Empty(temporary.EnumerateFileSystemInfos());
        output.Delete(recursive: true);
        temporary.Delete(recursive: true);
    }

    [Fact]
    public void The_subscription_in_the_readme_is_one_that_is_compiled()
    {
        var infra = CdkJson.Find().Beside("infra");
        var readme = File.ReadAllText(Path.Combine(infra, "README.md"));
        var stacks = Directory.EnumerateFiles(Path.Combine(infra, "teams")).Select(file => Normalized(File.ReadAllText(file))).ToArray();

        var snippets = Regex.Matches(
            readme, "```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, LongEnough)
            .Select(snippet => Normalized(snippet.Groups["code"].Value)).ToList();

        Assert.NotEmpty(snippets);
        Assert.All(snippets, snippet => Assert.Contains(stacks, stack => stack.Contains(snippet, StringComparison.Ordinal)));
    }

    private static string Normalized(string code) => string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
