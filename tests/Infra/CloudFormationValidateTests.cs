using System.Text.Json;
using System.Text.RegularExpressions;

namespace Waybill.Infra;

/// <summary>AWS's own offline validator finds nothing in the templates that <c>explained-findings.json</c> does not explain.</summary>
public sealed class CloudFormationValidateTests(SynthesizedStacks stacks)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task No_error_and_no_warning_is_left_unexplained()
    {
        var findings = await FindingsAsync(TestContext.Current.CancellationToken);
        var explanations = JsonSerializer.Deserialize<Explanation[]>(
            await File.ReadAllTextAsync(Beside("explained-findings.json"), TestContext.Current.CancellationToken), Web)!;

        Assert.DoesNotContain(findings, finding => !explanations.Any(e => e.Explains(finding)));
        Assert.All(explanations, e => Assert.Contains(findings, e.Explains));
    }

    private async Task<Finding[]> FindingsAsync(CancellationToken cancellationToken)
    {
        var validator = await Command.RunAsync(
            CdkJson.Find().Beside(), "node", [Beside("validate.mjs")], string.Join('\n', stacks.TemplateFiles), cancellationToken);
        return JsonSerializer.Deserialize<Finding[]>(validator.OrFail(), Web)!;
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private sealed record Finding(string File, string Rule, string Severity, string Resource, string Message);

    /// <param name="Rule">The validator's id of the rule.</param>
    /// <param name="Message">A regular expression on what it says.</param>
    /// <param name="Reason">Why it is left.</param>
    private sealed record Explanation(string Rule, string Message, string Reason)
    {
        public bool Explains(Finding finding) =>
            finding.Rule == Rule && Reason.Length > 0 && Regex.IsMatch(finding.Message, Message, RegexOptions.ExplicitCapture, LongEnough);
    }
}
