using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Companies;

/// <summary>The files of a new company's repository: what it keeps of this checkout, and the first team of <c>company/</c>.</summary>
internal sealed partial class CompanyFiles(Repository checkout, CompanyRequest request)
{
    /// <summary>What every company keeps. A folder stands for all that is in it.</summary>
    private static readonly string[] Kept =
    [
        ".ci", ".config", ".github/workflows", ".vscode", ".editorconfig", ".gitattributes", ".gitignore", ".npmrc", "waybill",
        "waybill.cmd", "AwsPackages.props", "BannedSymbols.txt",
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "package.json", "package-lock.json",
        "src", "polyfills", "infra", "functions/Directory.Build.props", "functions/Lambda.cs", "functions/Platform",
        "events-catalog/envelope.schema.json", "events-catalog/domains/Platform", "events-catalog/rfcs/0003-uncatalogued-events.md",
        "events-catalog/rfcs/0004-deployments-are-verified.md",
        "events-catalog/teams/platform.mdx",
        "tests/NodePackages.proj", "tests/Eventing/Support",
        "tests/Functions/Functions.Tests.csproj", "tests/Functions/EmbeddedSchemaTests.cs", "tests/Functions/TolerantReaderTests.cs",
        "tests/Functions/Support",
        "tests/Infra/.editorconfig", "tests/Infra/Infra.Tests.csproj", "tests/Infra/Cases.cs", "tests/Infra/Command.cs",
        "tests/Infra/StackTemplate.cs", "tests/Infra/StackTests.cs", "tests/Infra/SubscriptionTests.cs", "tests/Infra/SynthesizedStacks.cs",
        "tests/Infra/CloudFormationValidateTests.cs", "tests/Infra/explained-findings.json", "tests/Infra/validate.mjs",
    ];

    /// <summary>What of it is the sample company's.</summary>
    private static readonly string[] NotKept = ["infra/teams", "infra/README.md", "tests/Functions/Support/ThirdParties.cs"];

    /// <summary>What builds and runs leave behind.</summary>
    private static readonly string[] LeftBehind = ["bin", "obj", "node_modules", "cdk.out", "TestResults", "StrykerOutput"];

    /// <summary>Copies and writes everything below a folder.</summary>
    public void WriteTo(string folder)
    {
        foreach (var kept in Kept)
        {
            Copy(checkout.Path(kept), Path.Combine(folder, kept));
        }

        foreach (var file in Directory.EnumerateFileSystemEntries(checkout.Path("company")))
        {
            Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        File.WriteAllText(Path.Combine(folder, "cdk.json"), CdkJson());
    }

    private void Copy(string from, string to)
    {
        var path = Path.GetRelativePath(checkout.Root, from).Replace('\\', '/');
        if (NotKept.Contains(path) || LeftBehind.Contains(Path.GetFileName(from)))
        {
            return;
        }

        if (Directory.Exists(from))
        {
            foreach (var inside in Directory.EnumerateFileSystemEntries(from))
            {
                Copy(inside, Path.Combine(to, Path.GetFileName(inside)));
            }

            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.WriteAllText(to, InItsWords(File.ReadAllText(from)));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(to, File.GetUnixFileMode(from));
        }
    }

    /// <summary>The sample company's names, and those of <c>company/</c>, are the company's.</summary>
    private string InItsWords(string text)
    {
        var small = request.Name.ToLowerInvariant();
        return SampleSource.Replace(text, small + "${rest}")
            .Replace("acme", small, StringComparison.Ordinal).Replace("Acme", request.Name, StringComparison.Ordinal);
    }

    /// <summary>The environments in the company's region, without settings of teams, and with nothing beside the stacks.</summary>
    private string CdkJson()
    {
        var cdk = JsonNode.Parse(File.ReadAllText(checkout.Path("cdk.json")))!;
        var context = cdk["context"]!.AsObject();
        context.Remove("laptop");
        context.Remove("repository");
        foreach (var (_, environment) in context["environments"]!.AsObject())
        {
            environment!["region"] = request.Region;
            environment["settings"] = new JsonObject();
            environment["producers"] = new JsonObject
            {
                [$"{request.Name.ToLowerInvariant()}.reception"] = new JsonArray($"arn:aws:iam::{environment["account"]}:role/front-door"),
            };
            environment["alarms"]!.AsObject().Remove("email");
        }

        return cdk.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
    }

    /// <summary>What the sources of the sample company's events, and its addresses, begin with; in a regular expression too.</summary>
    [GeneratedRegex(@"\bshop(?<rest>\\*\.[a-z\[])", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SampleSource { get; }
}
