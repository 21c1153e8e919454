using System.ComponentModel;
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

    [Theory]
    [InlineData(2, "'node' is not installed, or not on the PATH.")]
    [InlineData(24, "'node' cannot be started: too much. Let it open more files (ulimit -n 4096).")]
    [InlineData(23, "'node' cannot be started: too much. Let it open more files (ulimit -n 4096).")]
    [InlineData(8, "'node' cannot be started: too much.")]
    public void Why_a_program_was_not_started_is_said_with_what_to_do(int error, string message) =>
        Assert.Equal(message, Tool.Failure("node", new Win32Exception(error, "too much")).Message);

    [Fact]
    public async Task A_program_that_is_not_there_is_named()
    {
        var missing = await Assert.ThrowsAsync<ToolMissingException>(() => Tool.RunAsync(
            "waybill-no-such-program", [], Directory.GetCurrentDirectory(), null, TestContext.Current.CancellationToken));

        Assert.Equal("'waybill-no-such-program' is not installed, or not on the PATH.", missing.Message);
    }
}
