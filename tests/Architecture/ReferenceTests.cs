using System.Xml.Linq;

namespace Waybill.Architecture.Tests;

/// <summary>Who may reference whom (README, "Where things are"). A new arrow is a decision, so it is made here.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["src/EventPatterns"] = [],
        ["src/JsonSchema"] = [],
        ["src/Telemetry"] = [],
        ["src/Eventing"] = ["src/JsonSchema", "src/Telemetry"],
        ["src/Catalog"] = ["src/EventPatterns", "src/JsonSchema"],
        ["src/Local"] = ["src/EventPatterns", "src/Telemetry"],
        ["src/Operations"] = ["src/Catalog", "src/EventPatterns"],
        ["src/Console"] = ["src/Catalog", "src/Operations"],
        ["src/Cli"] = ["src/Catalog", "src/Console", "src/EventPatterns", "src/Local", "src/Operations"],
        ["infra"] = ["src/Catalog"],
        ["functions"] = ["src/Eventing"],
        ["shop"] = ["src/Eventing", "src/Local"],
    };

    /// <summary>Has no code: it compiles what the solution built for one processor, so it is none of the solution's projects.</summary>
    private const string Packaging = "infra/packaging/Packaging.csproj";

    public static TheoryData<string> Projects() =>
        [.. Checkout.Projects().Where(project => project != Packaging && Owner(project) is not null)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_design_allows(string project)
    {
        var allowed = Allowed[Owner(project)!];

        Assert.All(References(project), reference => Assert.Contains(reference, allowed));
    }

    [Theory]
    [InlineData("src/EventPatterns/EventPatterns.csproj")]
    [InlineData("src/JsonSchema/JsonSchema.csproj")]
    [InlineData("src/Telemetry/Telemetry.csproj")]
    public void What_everybody_carries_has_no_package_but_analyzers(string project) =>
        Assert.Empty(Items(project, "PackageReference").Concat(Items(project, "AwsPackage")));

    [Fact]
    public void Only_one_file_knows_whether_AWS_packages_are_polyfilled()
    {
        var knowing = Checkout.Files("*.cs", "*.csproj", "*.props", "*.targets")
            .Where(file => !file.StartsWith("polyfills/", StringComparison.Ordinal) && !file.StartsWith("tests/", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(Checkout.Path(file)).Contains("polyfill", StringComparison.OrdinalIgnoreCase));

        // A new company's copy of the platform has the folder too, whichever is in use, and somebody answers for it.
        string[] ofTheFolder = [".editorconfig", "src/Cli/Companies/CompanyFiles.cs", "src/Catalog/Ownership/CodeOwners.cs"];
        Assert.Equal(["AwsPackages.props"], knowing.Except(ofTheFolder, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Checkout.Path("Solution.sln")).Replace('\\', '/');

        Assert.All(
            Checkout.Projects().Where(project => project != Packaging && !project.StartsWith("company/", StringComparison.Ordinal)),
            project => Assert.Contains(project, solution, StringComparison.Ordinal));
    }

    /// <summary>The entry of the table a project falls under; tests, benchmarks and polyfills may reference anything.</summary>
    private static string? Owner(string project) =>
        Allowed.Keys.FirstOrDefault(owner => project.StartsWith(owner + "/", StringComparison.Ordinal));

    /// <summary>The folders of referenced projects whose assembly the project sees.</summary>
    private static IEnumerable<string> References(string project)
    {
        var files = new List<string> { project };
        if (project.StartsWith("functions/", StringComparison.Ordinal))
        {
            files.Add("functions/Directory.Build.props");
        }

        return files.SelectMany(file => XDocument.Load(Checkout.Path(file)).Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => (string)reference.Attribute("Include")!)
            .Select(include => include.Replace("$(RepositoryRoot)", Checkout.Root + "/", StringComparison.Ordinal))
            .Select(include => Path.GetFullPath(include, Path.GetDirectoryName(Checkout.Path(file))!))
            .Select(referenced => Checkout.Relative(Path.GetDirectoryName(referenced)!)));
    }

    private static IEnumerable<XElement> Items(string project, string name) => XDocument.Load(Checkout.Path(project)).Descendants(name);
}
