using System.Diagnostics;
using System.Text.Json;

namespace Waybill.Polyfills;

/// <summary>The switch between stand-ins and official packages, as MSBuild evaluates it.</summary>
public sealed class AwsPackagesTests
{
    private static readonly string Root = Ascend(AppContext.BaseDirectory);

    public static TheoryData<string> Projects =>
        ["functions/Notifications/Notifications.csproj", "src/Eventing/Eventing.csproj", "src/Cli/Cli.csproj",
            "tests/Polyfills/Polyfills.Tests.csproj"];

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task Official_asks_for_every_package_at_an_exact_version_and_for_no_stand_in(string project)
    {
        var items = await EvaluateAsync(project, "official", "AwsPackage", "PackageReference", "PackageVersion", "ProjectReference");
        var asked = Identities(items, "AwsPackage");
        var versions = items.GetProperty("PackageVersion").EnumerateArray()
            .ToLookup(Identity, item => item.GetProperty("Version").GetString(), StringComparer.Ordinal);

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(Identities(items, "PackageReference"), StringComparer.Ordinal));
        Assert.All(asked, package => Assert.Matches(@"^\d+\.\d+\.\d+(\.\d+)?$", Assert.Single(versions[package])));
        Assert.DoesNotContain(Identities(items, "ProjectReference"), IsStandIn);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task Polyfill_refers_to_a_stand_in_for_every_package(string project)
    {
        var items = await EvaluateAsync(project, "polyfill", "AwsPackage", "PackageReference", "ProjectReference");
        var asked = Identities(items, "AwsPackage");

        var referred = Identities(items, "ProjectReference").Where(IsStandIn).Select(Path.GetFileNameWithoutExtension);
        Assert.Empty(asked.Except(referred, StringComparer.Ordinal));
        Assert.Empty(asked.Intersect(Identities(items, "PackageReference"), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Functions_get_the_generator_of_their_entry_points()
    {
        var items = await EvaluateAsync("functions/Notifications/Notifications.csproj", "polyfill", "ProjectReference");

        var generator = Assert.Single(
            items.GetProperty("ProjectReference").EnumerateArray(),
            item => Identity(item).EndsWith("Amazon.Lambda.Annotations.SourceGenerator.csproj", StringComparison.Ordinal));
        Assert.Equal("Analyzer", generator.GetProperty("OutputItemType").GetString());
    }

    [Theory]
    [InlineData("polyfill", true)]
    [InlineData("official", false)]
    public async Task The_stand_ins_own_tests_are_compiled_only_where_the_stand_ins_are(string value, bool compiled)
    {
        var items = await EvaluateAsync("tests/Polyfills/Polyfills.Tests.csproj", value, "Compile");

        Assert.Equal(compiled, Identities(items, "Compile").Count > 0);
    }

    [Fact]
    public async Task Any_other_value_is_refused_and_the_allowed_ones_are_named()
    {
        var (exitCode, output) =
            await MSBuildAsync("src/Eventing/Eventing.csproj", "-t:ResolveProjectReferences", "-p:AwsPackages=oficial");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("AwsPackages is 'oficial'; allowed are 'polyfill' (default) and 'official'.", output, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> EvaluateAsync(string project, string value, params string[] items)
    {
        var (exitCode, output) = await MSBuildAsync(project, [$"-p:AwsPackages={value}", .. items.Select(item => $"-getItem:{item}")]);
        Assert.True(exitCode == 0, output);
        return JsonElement.Parse(output).GetProperty("Items");
    }

    private static async Task<(int ExitCode, string Output)> MSBuildAsync(string project, params string[] arguments)
    {
        using var process =
            Process.Start(new ProcessStartInfo("dotnet", ["msbuild", Path.Combine(Root, project), "-nologo", "-nr:false", .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    private static List<string> Identities(JsonElement items, string name) =>
        [.. items.GetProperty(name).EnumerateArray().Select(Identity)];

    private static string Identity(JsonElement item) => item.GetProperty("Identity").GetString()!;

    /// <summary>Whether AwsPackages.props put the reference there: it does so by full path.</summary>
    private static bool IsStandIn(string project) => project.StartsWith(Path.Combine(Root, "polyfills"), StringComparison.Ordinal);

    private static string Ascend(string folder) => File.Exists(Path.Combine(folder, "AwsPackages.props"))
        ? folder
        : Ascend(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No AwsPackages.props above the tests."));
}
