using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Tests;

public sealed class ToolTests
{
    [Theory]
    [InlineData("npm", true, "npm.cmd")]
    [InlineData("npm", false, "npm")]
    [InlineData("node", true, "node")]
    [InlineData("dotnet", true, "dotnet")]
    public void A_program_is_started_by_the_name_that_its_system_finds_it_by(string program, bool isWindows, string file) =>
        Assert.Equal(file, Tool.FileName(program, isWindows));

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        var missing = await Assert.ThrowsAsync<ToolMissingException>(() => Tool.RunAsync(
            "waybill-no-such-program", [], Directory.GetCurrentDirectory(), null, TestContext.Current.CancellationToken));

        Assert.Equal("'waybill-no-such-program' is not installed, or not on the PATH.", missing.Message);
    }
}
