using System.Text.Json;
using Waybill.Catalog.Compatibility;

namespace Waybill.Compatibility.Tests;

/// <summary>Runs <c>Cases/*.json</c>: what is to be said of a change, in both directions; most of it decided, one way or other.</summary>
public sealed class CaseTests
{
    public static TheoryData<string, string> Cases =>
        [.. SchemaCase.Files.SelectMany(file => SchemaCase.Read(file).Select(@case => (file, @case.Says)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Says_what_a_change_means(string file, string says)
    {
        var @case = SchemaCase.Read(file).Single(c => c.Says == says);

        var verdict = SchemaComparison.Compare(@case.Old, @case.New);

        Assert.Equal((@case.Backward, @case.Forward), (Word(verdict.Backward), Word(verdict.Forward)));
    }

    private static string Word(Judgement judgement) => judgement.Answer switch
    {
        Answer.Yes => "yes",
        Answer.YesAsWritten => "yes, as written",
        Answer.No => "no",
        _ => "undecided",
    };
}

/// <summary>A change of a schema and what is expected to be said of it.</summary>
internal sealed record SchemaCase(string Says, JsonElement Old, JsonElement New, string Backward, string Forward)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Cases");

    public static IEnumerable<string> Files =>
        Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    public static IEnumerable<SchemaCase> Read(string file) =>
        JsonElement.Parse(File.ReadAllText(Path.Combine(Folder, file))).EnumerateArray().Select(@case => new SchemaCase(
            @case.GetProperty("says").GetString()!, @case.GetProperty("old"), @case.GetProperty("new"),
            @case.GetProperty("backward").GetString()!, @case.GetProperty("forward").GetString()!));
}
