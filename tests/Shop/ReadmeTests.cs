using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>Follows the README as a newcomer does, to the letter, in a copy of the checkout: its consumer in three steps, what the screen
/// shows of the first start, and what is typed while all is up.</summary>
/// <remarks>Not in what <c>new company</c> writes: the consumer hears, mails and is played an event of the sample shop.</remarks>
public sealed partial class ReadmeTests(Templates templates)
{
    [Fact]
    public async Task The_steps_of_the_README_add_a_consumer_whose_mail_arrives()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var copy = new CheckoutCopy(Repository.Find());
        var steps = Steps(File.ReadAllText(copy.Path("README.md")));
        Assert.Equal(3, steps.Count);
        Step[] consumer = [steps[0], steps[1]];
        Assert.InRange(consumer.Sum(step => step.Code.TrimEnd('\n').Split('\n').Length), 2, 30);

        foreach (var step in consumer)
        {
            step.Apply(copy);
        }

        // The command is the same here and there, and is built here already.
        var readme = File.ReadAllText(copy.Path("README.md"));
        var port = Ports.Free();
        using (var up = WaybillProcess.Start(["up", "--port", $"{port}", "--wait"], Analyzers.Left, copy.Root))
        {
            await up.SeesAsync("Everything stays up");
            Assert.Contains("Your order has arrived", up.Output, StringComparison.Ordinal);
            ScreenIsAsInTheReadme(readme, up.Output);
            await TypesAsync(readme, port, copy.Root);
        }

        OnlyThisTeamIsDeployedAnew("Notifications", copy.Path(".waybill/cdk.out/dev"));
        await TheCatalogLearnsWhoListensAsync(copy.Root);
        await Analyzers.CheckAsync(copy.Root, [.. consumer.Select(step => Analyzers.ProjectOf(copy.Root, step.File)).Distinct()]);
        steps[2].Apply(copy);
        await ItFailsAsTheReadmeSaysAsync(readme, copy.Root);
    }

    /// <summary>A handler that throws is told of in the words of the README, by the command that it names.</summary>
    private static async Task ItFailsAsTheReadmeSaysAsync(string readme, string folder)
    {
        var told = FailurePattern.Match(readme);
        using var up = WaybillProcess.Start(
            [.. told.Groups["words"].Value.Split(' '), "--port", $"{Ports.Free()}"], Analyzers.Left, folder);
        var code = await up.ExitAsync();

        Assert.Equal(told.Groups["code"].Value, code.ToString(CultureInfo.InvariantCulture));
        Assert.All(
            told.Groups["screen"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Contains(Unhurried(line), Unhurried(up.Output), StringComparison.Ordinal));
    }

    /// <summary>A retry is told of after the attempt, whose time is off its pause: where all is slow, 119 s are as good as 120.</summary>
    private static string Unhurried(string text) => PausePattern.Replace(text, "again in N s");

    /// <summary>Every line that the README shows of the first start is on the screen; times and addresses are each machine's own, and the
    /// steps have added a mail and a delivery.</summary>
    private static void ScreenIsAsInTheReadme(string readme, string output)
    {
        var screen = output.Split('\n').Select(Steady).ToHashSet(StringComparer.Ordinal);
        var shown = ScreenPattern.Match(readme).Groups["screen"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.Contains('…', StringComparison.Ordinal))
            .Where(line => !line.Contains("duplicatesSuppressed", StringComparison.Ordinal))
            .Select(line => line.Replace("12 mails caught", "13 mails caught", StringComparison.Ordinal))
            .Select(line => MoreBy(line, "otherMails")).Select(line => MoreBy(line, "eventsDelivered")).Select(Steady).ToList();
        Assert.True(shown.Count > 10, "The README shows the screen of the first start.");
        Assert.All(shown, line => Assert.True(screen.Contains(line), $"'{line}' is in the README, and not in:\n{output}"));
    }

    private static string MoreBy(string line, string entry) => line.Contains(entry, StringComparison.Ordinal)
        ? NumberPattern.Replace(line, number => $"{int.Parse(number.Value, CultureInfo.InvariantCulture) + 1}")
        : line;

    private static string Steady(string line) => SpacePattern.Replace(
        TimePattern.Replace(AddressPattern.Replace(line.Trim(), "127.0.0.1:PORT"), "N s"), " ");

    /// <summary>What the README has one type while all is up; where the AWS CLI is not installed, that is what is said.</summary>
    private static async Task TypesAsync(string readme, int port, string folder)
    {
        var typed = TypedPattern.Matches(TerminalPattern.Match(readme).Value)
            .Select(line => line.Groups["words"].Value.Split(' ')).ToList();
        Assert.Equal(["trace", "status", "aws"], typed.Select(words => words[0]));
        foreach (var words in typed)
        {
            var (code, output) = await WaybillProcess.RunAsync([.. words, "--port", $"{port}"], folder: folder);
            var isMissing = output.Contains("The AWS CLI cannot be started", StringComparison.Ordinal);
            Assert.True(
                code == 0 || (code == 2 && words[0] == "status") || isMissing,
                $"{string.Join(' ', words)} ended with {code} and said {output}");
            Assert.Contains(
                words[0] switch { "trace" => "SendDeliveryNotice", "aws" when code == 0 => "waybill-dev-SendDeliveryNotice", _ => "" },
                output, StringComparison.Ordinal);
        }
    }

    /// <summary>With the two commands that the README says the tests ask for; the templates are those that were just run.</summary>
    private static async Task TheCatalogLearnsWhoListensAsync(string folder)
    {
        string[] templates = ["--template", ".waybill/cdk.out/dev"];
        string[][] commands = [["catalog", "sync", .. templates], ["catalog", "codeowners"], ["catalog", "check", .. templates]];
        foreach (var words in commands)
        {
            var (code, output) = await WaybillProcess.RunAsync(words, folder: folder);
            Assert.True(code == 0, $"{string.Join(' ', words)} said {output}");
        }
    }

    /// <summary>The same source makes the same code, in another folder, outside of git, and at another time.</summary>
    private void OnlyThisTeamIsDeployedAnew(string team, string templatesOfTheCopy)
    {
        var (here, there) = (CodeOfTeams(templates.Folder), CodeOfTeams(templatesOfTheCopy));
        Assert.Equal(here.Keys.Order(StringComparer.Ordinal), there.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([team], here.Keys.Where(each => here[each] != there[each]));
    }

    private static Dictionary<string, string> CodeOfTeams(string templates) =>
        Directory.EnumerateFiles(templates, "*.template.json")
            .SelectMany(file => JsonNode.Parse(File.ReadAllText(file))!["Resources"]!.AsObject())
            .Where(resource => (string?)resource.Value!["Type"] == "AWS::Lambda::Function")
            .Select(resource => resource.Value!["Properties"]!)
            .GroupBy(function => (string)function["Handler"]!, StringComparer.Ordinal)
            .ToDictionary(team => team.Key, team => team.Select(function => (string)function["Code"]!["S3Key"]!).Distinct().Single());

    /// <summary>Every code block of the section, with the file and the line below which it belongs.</summary>
    private static IReadOnlyList<Step> Steps(string readme)
    {
        var section = SectionPattern.Match(readme).Value;
        return [.. StepPattern.Matches(section).Select(step => new Step(
            step.Groups["file"].Value, step.Groups["below"] is { Success: true } below ? below.Value : null, step.Groups["code"].Value))];
    }

    private sealed record Step(string File, string? Below, string Code)
    {
        public void Apply(CheckoutCopy copy)
        {
            var path = copy.Path(File);
            if (Below is null)
            {
                Assert.False(System.IO.File.Exists(path), $"{File} is meant to be a new file.");
                System.IO.File.WriteAllText(path, Code);
                return;
            }

            var lines = System.IO.File.ReadAllLines(path).ToList();
            var at = lines.FindIndex(line => line.Contains(Below, StringComparison.Ordinal));
            Assert.True(at >= 0, $"{File} has no line with '{Below}'.");
            var brace = lines[at + 1].Trim() == "{" ? 1 : 0;
            lines.Insert(at + 1 + brace, Code.TrimEnd('\n'));
            System.IO.File.WriteAllLines(path, lines);
        }
    }

    [GeneratedRegex("## Add a consumer in three steps.*?(?=\n## )", RegexOptions.Singleline)]
    private static partial Regex SectionPattern { get; }

    [GeneratedRegex("up` prints .*?```\n(?<screen>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex ScreenPattern { get; }

    [GeneratedRegex(
        "`\\./waybill (?<words>up --once [^`]+)` plays[^\n]*exit code (?<code>[0-9]+)[^\n]*:\n\n```\n(?<screen>.*?)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex FailurePattern { get; }

    [GeneratedRegex("in another terminal:\n\n(    .*\n)+", RegexOptions.ExplicitCapture)]
    private static partial Regex TerminalPattern { get; }

    [GeneratedRegex("^    \\./waybill (?<words>[^#]*[^# ])", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TypedPattern { get; }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex NumberPattern { get; }

    [GeneratedRegex(@"[0-9]+\.[0-9] s$")]
    private static partial Regex TimePattern { get; }

    [GeneratedRegex("again in 1[012][0-9] s")]
    private static partial Regex PausePattern { get; }

    [GeneratedRegex(@"127\.0\.0\.1:[0-9]+")]
    private static partial Regex AddressPattern { get; }

    [GeneratedRegex(" +")]
    private static partial Regex SpacePattern { get; }

    // A sentence that ends in a path, or in a path and the line to go below, and the code block after it.
    [GeneratedRegex(
        "`(?<file>[A-Za-z/]+\\.cs)`(, below `(?<below>[^`]+)`)?:\n\n```csharp\n(?<code>.*?)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex StepPattern { get; }
}
