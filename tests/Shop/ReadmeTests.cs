using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests;

/// <summary>Follows the README's "Add a consumer in three steps" to the letter, in a copy of the checkout.</summary>
/// <remarks>Not in what <c>new company</c> writes: the consumer hears, mails and is played an event of the sample shop.</remarks>
public sealed partial class ReadmeTests(Templates templates)
{
    [Fact]
    public async Task The_steps_of_the_README_add_a_consumer_whose_mail_arrives()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var copy = new CheckoutCopy(Repository.Find());
        var steps = Steps(File.ReadAllText(copy.Path("README.md")));
        Assert.Equal(2, steps.Count);
        Assert.InRange(steps.Sum(step => step.Code.TrimEnd('\n').Split('\n').Length), 2, 30);

        foreach (var step in steps)
        {
            step.Apply(copy);
        }

        // The command is the same here and there, and is built here already.
        var output = await Tool.RunAsync(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "waybill.dll"), "up", "--once", "--port", $"{Ports.Free()}"], copy.Root,
            Analyzers.Left, cancellationToken);
        Assert.Contains("Your order has arrived", output, StringComparison.Ordinal);
        OnlyThisTeamIsDeployedAnew("Notifications", copy.Path(".waybill/cdk.out/dev"));
        await Analyzers.CheckAsync(copy.Root, [.. steps.Select(step => Analyzers.ProjectOf(copy.Root, step.File)).Distinct()]);
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

    // A sentence that ends in a path, or in a path and the line to go below, and the code block after it.
    [GeneratedRegex(
        "`(?<file>[A-Za-z/]+\\.cs)`(, below `(?<below>[^`]+)`)?:\n\n```csharp\n(?<code>.*?)```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex StepPattern { get; }
}
