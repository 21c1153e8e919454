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
}
