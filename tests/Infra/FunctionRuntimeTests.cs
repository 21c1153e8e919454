using Amazon.CDK;

namespace Waybill.Infra;

/// <summary>What functions are compiled for: the environment's processor, or the one they are said to run on.</summary>
public sealed class FunctionRuntimeTests
{
    [Theory]
    [InlineData("arm64", null, "linux-arm64", "linux-arm64")]
    [InlineData("x86_64", null, "linux-x64", "linux-x64")]
    [InlineData("arm64", "linux-x64", "linux-x64", "linux-x64")]
    [InlineData("x86_64", "osx-arm64", "osx-arm64", "osx-arm64")]
    [InlineData("x86_64", "uncompiled", "linux-x64", "lambda")]
    public void Is_the_environments_unless_the_context_names_another(string architecture, string? context, string runtime, string folder)
    {
        var settings = SynthesizedStacks.Settings("dev") with { Architecture = architecture };
        var app = new App(new AppProps { Context = context is null ? null : new Dictionary<string, object> { ["functions"] = context } });

        var chosen = FunctionRuntime.Of(app, settings);

        Assert.Equal((runtime, folder), (chosen.Identifier, chosen.Folder));
        Assert.Equal(runtime.EndsWith("arm64", StringComparison.Ordinal) ? "arm64" : "x86_64", chosen.Architecture.Name);
    }

    [Theory]
    [InlineData(FunctionPackaging.ReadyToRun, "linux-arm64", "dotnet10", "Orders")]
    [InlineData(FunctionPackaging.NativeAot, "linux-arm64-native", "provided.al2023", "bootstrap")]
    public void Is_packed_as_the_environment_says(FunctionPackaging packaging, string folder, string runtime, string handler)
    {
        var chosen = FunctionRuntime.Of(new App(), SynthesizedStacks.Settings("dev") with { Packaging = packaging });

        Assert.Equal((folder, runtime, handler), (chosen.Folder, chosen.OfLambda.Name, chosen.Handler("Orders")));
    }

    [Fact]
    public void Is_packed_no_way_where_nothing_of_it_will_run()
    {
        var app = new App(new AppProps { Context = new Dictionary<string, object> { ["functions"] = "uncompiled" } });

        var chosen = FunctionRuntime.Of(app, SynthesizedStacks.Settings("dev") with { Packaging = FunctionPackaging.NativeAot });

        Assert.Equal(FunctionPackaging.Uncompiled, chosen.Packaging);
    }

    [Theory]
    [InlineData("linux-arm64", "linux-x64", "asks for executables for linux-arm64, and this machine makes those for linux-x64 only")]
    [InlineData("linux-x64", "linux-x64", "needs a linker, clang or gcc, and there is none on the PATH")]
    public void A_native_executable_is_refused_where_it_cannot_be_made(string runtime, string machine, string complaint)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows finds its linker by itself.");

        var wrong = Assert.Throws<ConfigurationException>(() => NativeCompiler.Require(runtime, machine, "/no/linker/here"));

        Assert.Contains(complaint, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("\"packaging\": \"readyToRun\"", wrong.Message, StringComparison.Ordinal);
    }
}
