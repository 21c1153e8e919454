using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>The workflows' steps that need no account; <c>.ci/account</c> is tried in tests/Infra, and what sees an event through a
/// deployment in <see cref="Operating.ElsewhereTests"/>.</summary>
public sealed class WorkflowStepTests(CommittedCopy commit) : IClassFixture<CommittedCopy>, IAsyncDisposable
{
    private const string NoShell = "Workflows run on Linux.";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-workflow-");
    private readonly WorkflowSteps _steps = new();

    public static bool HaveShell => WorkflowSteps.HaveShell;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact(SkipUnless = nameof(HaveShell), Skip = NoShell)]
    public async Task A_catalog_that_keeps_its_promises_passes()
    {
        var (code, output, errors) = await CheckAsync("The catalog keeps its promises", Repository.Find().Root);

        Assert.True(code == 0, output + errors);
        Assert.Equal("", output.Trim());
    }

    [Fact(SkipUnless = nameof(HaveShell), Skip = NoShell)]
    public async Task A_pull_request_that_changes_no_event_passes_and_a_base_that_is_not_there_fails_in_one_sentence()
    {
        const string Step = "Nobody who reads an event is broken";

        var (code, output, _) = await CheckAsync(Step, commit.Root, ("BASE", "HEAD"));
        var missing = await CheckAsync(Step, commit.Root, ("BASE", "origin/nowhere"));

        Assert.Equal((0, ""), (code, output.Trim()));
        Assert.Equal(1, missing.Code);
        Assert.Contains("origin/nowhere", missing.Output + missing.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", missing.Output + missing.Errors, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HaveShell), Skip = NoShell)]
    public async Task A_pull_request_that_breaks_a_promise_of_the_catalog_fails_with_an_annotation_where_it_is_read()
    {
        await commit.ChangeAsync("events-catalog/domains/Ordering/services/Orders/events/OrderCreated/schema.json", _ => "{}");

        var (code, output, errors) = await CheckAsync("The catalog keeps its promises", commit.Root);

        Assert.True(code > 0, output + errors);
        Assert.Contains("::error file=functions/Contracts/IssueContracts.cs", output, StringComparison.Ordinal);
    }

    [Fact(SkipUnless = nameof(HaveShell), Skip = NoShell)]
    public async Task A_pull_request_that_would_lose_a_table_fails_and_its_report_says_which_in_each_environment()
    {
        await commit.ChangeAsync(
            "infra/teams/WarehouseStack.cs",
            before => before.Replace("key: \"reorderId\"", "key: \"anotherId\"", StringComparison.Ordinal));

        var (code, output, errors) = await CheckAsync(
            "Nothing that holds data would be replaced or deleted, in any environment", commit.Root, ("BASE", "HEAD"));

        Assert.True(code == 1, output + errors);
        var report = await File.ReadAllTextAsync(commit.Path("deploy-check.md"), Ending);
        foreach (var environment in (string[])["dev", "staging", "prod"])
        {
            Assert.Contains(
                report.Split('\n'),
                line => line.StartsWith("| **fails**", StringComparison.Ordinal)
                    && line.Contains($"waybill-{environment}-warehouse-reorders", StringComparison.Ordinal));
        }
    }

    [Fact(SkipUnless = nameof(HaveShell), Skip = NoShell)]
    public async Task What_a_deployment_would_do_is_said_at_the_pull_request_and_in_the_summary()
    {
        var (report, summary) = (Path("deploy-check.md"), Path("summary"));
        await File.WriteAllTextAsync(report, "nothing is replaced\n", Ending);
        _steps.Add("gh", "echo \"gh $*\"");

        var (code, output, errors) = await CheckAsync(
            "Say it at the pull request", _folder.FullName, ("NUMBER", "7"), ("GITHUB_STEP_SUMMARY", summary));

        Assert.True(code == 0, output + errors);
        Assert.Contains("gh pr comment 7 --body-file deploy-check.md", output, StringComparison.Ordinal);
        Assert.Equal("nothing is replaced\n", await File.ReadAllTextAsync(summary, Ending));
    }

    [Fact(SkipUnless = nameof(HaveShell), Skip = NoShell)]
    public async Task What_is_deployed_is_synthesized_but_not_where_stand_ins_would_be()
    {
        var (code, output, errors) = await _steps.RunAsync(
            "deploy.yml", "What is deployed, for all three", Repository.Find().Root, [KeyValuePair.Create("AwsPackages", "polyfill")]);

        Assert.True(code > 0, output + errors);
        Assert.True(File.Exists(Repository.Find().Path("cdk.out", "dev", "manifest.json")), errors);
        Assert.Contains("AwsPackages=official", errors, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        _steps.Dispose();
        await commit.TakeBackAsync();
    }

    private Task<(int Code, string Output, string Errors)> CheckAsync(
        string step, string folder, params IEnumerable<(string Name, string Value)> variables) => _steps.RunAsync(
        "check.yml", step, folder, variables.Select(one => KeyValuePair.Create(one.Name, one.Value)));

    private string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);
}
