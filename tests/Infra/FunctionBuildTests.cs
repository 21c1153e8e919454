namespace Waybill.Infra;

/// <summary>What a synthesis makes of built functions. That those compiled ahead of time work is seen wherever a shop is up.</summary>
public sealed class FunctionBuildTests
{
    /// <remarks>One team, which takes most of a minute: all six play a day where WAYBILL_TEST_NATIVE asks for it (tests/Shop).</remarks>
    [Fact]
    public async Task A_team_becomes_one_native_executable_that_starts()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An executable is named otherwise there, and deployed nowhere.");
        var runtime = new FunctionRuntime(NativeCompiler.Machine, FunctionPackaging.NativeAot);
        SkipWhereItCannotBeMade(runtime);
        var cdkJson = CdkJson.Find();

        await new FunctionBuild(cdkJson, runtime).RunAsync(["Platform"]);

        var folder = cdkJson.FunctionCode("Platform", runtime.Folder);
        Assert.Equal(
            ["aws-packages", "bootstrap"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var bootstrap = await Command.RunAsync(
            folder, Path.Combine(folder, "bootstrap"), [], "", TestContext.Current.CancellationToken, ("ANNOTATIONS_HANDLER", "Nobody"));
        Assert.Contains(
            "ANNOTATIONS_HANDLER is 'Nobody'; this program's functions are ConfirmDeployment, ReportUncataloguedEvent.", bootstrap.Errors,
            StringComparison.Ordinal);
    }

    private static void SkipWhereItCannotBeMade(FunctionRuntime runtime)
    {
        try
        {
            NativeCompiler.Require(runtime.Identifier);
        }
        catch (ConfigurationException cannot)
        {
            Assert.Skip(cannot.Message);
        }
    }
}
