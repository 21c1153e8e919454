using Waybill.EventPatterns.Benchmarks.Sizes;

namespace Waybill.Benchmarks.Tests;

public sealed class SizesCommandTests : IDisposable
{
    private readonly BenchmarkProgram _program = new();

    public static TheoryData<string> Families => [.. SizeFamily.All.Select(family => family.Name)];

    [Fact]
    public async Task Sizes_prints_a_table_and_JSON_and_draws_what_it_measured()
    {
        string[] families =
        [
            "runs of one letter", "one long value, nearly right", "one path dotted in many ways", "two fields of one element",
            "three fields of one element", "twenty fields of one element",
        ];
        var picture = _program.PathOf("sizes.svg");
        var answer = await BenchmarkProgram.RunAsync("sizes", "--largest", "1", "--milliseconds", "0", "--only", "one", "--out", picture);
        Assert.Equal((0, ""), (answer.ExitCode, answer.Complaints));
        Assert.Contains("| ns a byte, checked before | 1 KB |", answer.Output);
        Assert.Equal(
            families, answer.Figures.GetProperty("families").EnumerateArray().Select(family => family.GetProperty("name").GetString()));
        var drawn = await File.ReadAllTextAsync(picture, TestContext.Current.CancellationToken);
        Assert.All(families, name => Assert.Contains($">{name}\u00a0", drawn));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_family_has_sound_events_of_about_the_size_asked_for(string name)
    {
        var family = SizeFamily.All.Single(each => each.Name == name);
        var utf8 = family.Utf8(16 * 1024);
        Assert.InRange(utf8.Length, 16 * 1000, 18 * 1024);
        Assert.Equal(MatchOutcome(utf8), MatchOutcome("{}"u8.ToArray()));
        Assert.Equal(utf8, family.Utf8(16 * 1024));
    }

    public void Dispose() => _program.Dispose();

    private static EventPatterns.MatchOutcome MatchOutcome(byte[] utf8) => EventPatterns.CheckedEvent.TryCheck(utf8, out _);
}
