using System.Text.RegularExpressions;

namespace Waybill.Infra;

public sealed class ProgramTests
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task An_unknown_environment_ends_the_app_with_one_line_that_names_the_known_ones()
    {
        var app = await Command.RunAsync(
            AppContext.BaseDirectory, "dotnet", [typeof(Deployment).Assembly.Location], "", TestContext.Current.CancellationToken,
            ("CDK_CONTEXT_JSON", """{"env":"qa"}"""));

        Assert.Equal(1, app.ExitCode);
        Assert.Contains("Unknown environment 'qa'", app.Errors, StringComparison.Ordinal);
        Assert.Contains("dev, staging, prod", app.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stand_ins_are_refused_where_the_environment_takes_none_with_the_line_that_mends_it()
    {
        var app = await Command.RunAsync(
            AppContext.BaseDirectory, "dotnet", [typeof(Deployment).Assembly.Location], "", TestContext.Current.CancellationToken,
            ("CDK_CONTEXT_JSON", """{"env":"prod"}"""));

        Assert.Equal(1, app.ExitCode);
        Assert.Contains("prod takes functions with the official AWS packages only", app.Errors, StringComparison.Ordinal);
        Assert.Contains(
            "says polyfill. Build them so: AwsPackages=official npx cdk deploy --all -c env=prod", app.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Errors, StringComparison.Ordinal);
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
