using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using Waybill.Cli.Commands.Deploying;
using Waybill.Local.Template.Assemblies;
using Waybill.Local.Tests.Template;

namespace Waybill.Cli.Tests.Deploying;

/// <summary><c>waybill deploy-check</c> over two folders.</summary>
public sealed class DeployCheckTests : IDisposable
{
    private readonly CloudAssemblyFolder _before = new CloudAssemblyFolder().Add("waybill-dev-team", JsonNode.Parse("""
        { "Resources": {
          "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "letters" } },
          "Kept": { "Type": "AWS::SQS::Queue", "DeletionPolicy": "Retain", "Properties": { "QueueName": "kept" } },
          "Function": { "Type": "AWS::Lambda::Function", "Properties": { "FunctionName": "reader", "Timeout": 10 } } } }
        """)!);

    private readonly CloudAssemblyFolder _after = new CloudAssemblyFolder().Add("waybill-dev-team", JsonNode.Parse("""
        { "Resources": {
          "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "all|letters" } },
          "Function": { "Type": "AWS::Lambda::Function", "Properties": { "FunctionName": "reader", "Timeout": 20 } },
          "Rule": { "Type": "AWS::Events::Rule", "Properties": { "Name": "letters" } } } }
        """)!);

    public void Dispose()
    {
        _before.Dispose();
        _after.Dispose();
    }

    [Fact]
    public async Task What_would_be_lost_is_named_first_and_fails()
    {
        var (code, output) = await RunAsync(_before.Path, _after.Path);

        Assert.Equal(1, code);
        const string Lost = "would be replaced by an empty one; lost with the old one: its messages";
        Assert.Equal($"""
            error: waybill-dev-team/Queue (AWS::SQS::Queue letters): {Lost} (QueueName: letters → all|letters)
                Take the change of QueueName back; or make a second one beside it, move what it holds, and remove this one later.
            note: waybill-dev-team/Kept (AWS::SQS::Queue kept): stays in the account, no longer managed
                Nothing, or delete it by hand when nobody needs it any more.
            waybill-dev-team (123456789012, eu-central-1): 1 replace, 1 leave in the account, 1 change in place, 1 create
              replace               AWS::SQS::Queue        Queue     letters  QueueName: letters → all|letters
              leave in the account  AWS::SQS::Queue        Kept      kept
              change in place       AWS::Lambda::Function  Function  reader   Timeout
              create                AWS::Events::Rule      Rule      letters
            Do not deploy this: 1 finding.

            """, output, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task A_comment_for_a_pull_request_has_a_table_a_stack()
    {
        var (code, output) = await RunAsync(_before.Path, _after.Path, "--markdown");

        Assert.Equal(1, code);
        Assert.StartsWith("### Do not deploy this: 1 finding.\n\n| | stack |", output, StringComparison.Ordinal);
        Assert.Contains(
            "\n| **fails** | waybill-dev-team | Queue<br>AWS::SQS::Queue<br>letters | would be", output, StringComparison.Ordinal);
        Assert.Contains("\n**waybill-dev-team**: 1 replace, 1 leave in the account", output, StringComparison.Ordinal);
        Assert.Contains(
            "| replace | AWS::SQS::Queue | Queue | letters | QueueName: letters → all\\|letters |", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_gets_everything_as_JSON()
    {
        var (code, output) = await RunAsync(_before.Path, _after.Path, "--json");

        Assert.Equal(1, code);
        var report = JsonElement.Parse(output);
        Assert.True(report.GetProperty("fails").GetBoolean());
        var finding = report.GetProperty("findings")[0];
        Assert.Equal("Replaced", finding.GetProperty("kind").GetString());
        Assert.Equal("all|letters", finding.GetProperty("property").GetProperty("after").GetString());
        var changes = report.GetProperty("stacks")[0].GetProperty("changes").EnumerateArray();
        Assert.Equal(
            ["Replace", "Keep", "Change", "Create"], changes.Select(change => change.GetProperty("action").GetString()));
    }

    [Fact]
    public async Task What_loses_nothing_passes()
    {
        Assert.Equal((0, "Nothing would change."), await TrimmedAsync(_before.Path, _before.Path));

        using var more = new CloudAssemblyFolder().Add(
            "waybill-dev-more", JsonNode.Parse("""{ "Resources": { "A": { "Type": "X" } } }""")!);
        var (code, output) = await TrimmedAsync(_before.Path, more.Path);

        Assert.Equal(0, code);
        Assert.StartsWith("note: waybill-dev-team: is no longer synthesized", output, StringComparison.Ordinal);
        Assert.Contains("see to what holds data in it: kept, letters.", output, StringComparison.Ordinal);
        Assert.Contains("waybill-dev-more (123456789012, eu-central-1): new, 1 resource", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_compared_is_one_error_that_names_it()
    {
        var nowhere = Path.Combine(_before.Path, "nowhere");
        Assert.Equal(
            $"'{nowhere}' is no folder; HEAD is a folder that `cdk synth` wrote, or left out.",
            (await Assert.ThrowsAsync<UserErrorException>(() => RunAsync(_before.Path, nowhere))).Message);
        Assert.Equal(
            "--env dev says what to synthesize, and with two folders nothing is.",
            (await Assert.ThrowsAsync<UserErrorException>(() => RunAsync(_before.Path, _after.Path, "--env", "dev"))).Message);
        Assert.Contains(
            "'nowhere' is neither a folder nor a revision of the git repository",
            (await Assert.ThrowsAsync<UserErrorException>(() => RunAsync("nowhere", _after.Path))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "There is no environment 'prd' in ",
            (await Assert.ThrowsAsync<UserErrorException>(() => RunAsync(_before.Path, "--env", "prd"))).Message, StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(_after.Path, "waybill-dev-team.template.json"), "{");
        var error = await Assert.ThrowsAsync<CloudAssemblyException>(() => RunAsync(_before.Path, _after.Path));
        Assert.Contains("waybill-dev-team.template.json' is not JSON", error.Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_after.Path, "manifest.json"));
        error = await Assert.ThrowsAsync<CloudAssemblyException>(() => RunAsync(_after.Path, _before.Path));
        Assert.Contains("holds no cloud assembly: it has no manifest.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_whose_stacks_are_of_no_environment_is_named()
    {
        using var foreign = new CloudAssemblyFolder().Add("letters-live", JsonNode.Parse("{}")!);

        var error = await Assert.ThrowsAsync<UserErrorException>(() => RunAsync(foreign.Path));

        Assert.Contains("is named after an environment of", error.Message, StringComparison.Ordinal);
        Assert.Contains("(dev, staging, prod); found letters-live. Say which it is with --env.", error.Message, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> TrimmedAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        return (code, output.Trim());
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        var root = new RootCommand { DeployCheckCommand.Create(console) };
        var code = await root.Parse(["deploy-check", .. arguments]).InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
