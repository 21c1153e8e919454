using Waybill.Local.Machine;

namespace Waybill.Local.Tests;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n", "")]
    [InlineData("one", "one")]
    [InlineData("one\ntwo", "one", "two")]
    [InlineData("one\r\n\r\ntwo\r\n", "one", "", "two")]
    [InlineData("\n\n", "", "")]
    public async Task Gives_the_lines_of_a_text(string text, params string[] lines) => Assert.Equal(lines, await ReadAsync(text));

    [Fact]
    public async Task Keeps_a_line_of_the_largest_length_whole()
    {
        var line = new string('x', LineReader.MaximumLength);

        Assert.Equal([line, "next"], await ReadAsync(line + "\nnext"));
    }

    [Fact]
    public async Task Says_how_much_of_a_longer_line_it_dropped()
    {
        var start = new string('x', LineReader.MaximumLength);

        Assert.Equal(
            [start + "… (100000 more characters of this line were dropped)", "next"],
            await ReadAsync(start + new string('y', 100_000) + "\nnext"));
    }

    [Theory]
    [InlineData(LineReader.MaximumLength, "")]
    [InlineData(LineReader.MaximumLength + 7, "… (7 more characters of this line were dropped)")]
    public void Shortens_what_is_not_read_from_a_process(int length, string end) => Assert.Equal(
        new string('x', LineReader.MaximumLength) + end, LineReader.Shorten(new string('x', length)));

    private static async Task<List<string>> ReadAsync(string text)
    {
        var reader = new LineReader(new StringReader(text));
        var lines = new List<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }
}
