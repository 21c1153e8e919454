using Spectre.Console;

namespace Waybill.Cli.Toolchain;

/// <summary>Makes a checkout ready to run: Node packages, built functions, synthesized templates.</summary>
internal sealed class Workbench(Repository repository, IAnsiConsole console, TimeProvider time)
{
    private const int OldestNode = 20;

    private static readonly Dictionary<string, string> QuietCdk = new()
    {
        ["CDK_DISABLE_CLI_TELEMETRY"] = "true",
        ["JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION"] = "20",
        ["JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION"] = "true",
    };

    /// <summary>Does all three, each with a line of progress; the synthesized templates are then in <paramref name="output"/>.</summary>
    public async Task PrepareAsync(string environment, string output, bool build, CancellationToken cancellationToken)
    {
        await RequireNodeAsync(cancellationToken);
        await InstallNodePackagesAsync(cancellationToken);
        if (build)
        {
            await Step("Building functions and infrastructure (dotnet build infra)", () =>
                Tool.RunAsync("dotnet", ["build", repository.Path("infra"), "--nologo", "--verbosity", "quiet"], repository.Root, null, cancellationToken));
        }

        await SynthesizeAsync(environment, output, cancellationToken);
    }

    private async Task RequireNodeAsync(CancellationToken cancellationToken)
    {
        string version;
        try
        {
            version = (await Tool.RunAsync("node", ["--version"], repository.Root, null, cancellationToken)).Trim();
        }
        catch (UserErrorException)
        {
            throw new UserErrorException($"Waybill needs Node {OldestNode} or newer on the PATH (the AWS CDK and the laptop's DynamoDB run on it), and found none.");
        }

        if (!int.TryParse(version.TrimStart('v').Split('.')[0], out var major) || major < OldestNode)
        {
            throw new UserErrorException($"Waybill needs Node {OldestNode} or newer, and found {version}.");
        }
    }

    private async Task InstallNodePackagesAsync(CancellationToken cancellationToken)
    {
        // npm writes this file last, so an interrupted installation is done again.
        var installed = new FileInfo(repository.Path("node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(repository.Path("package-lock.json")))
        {
            return;
        }

        await Step("Installing Node packages (npm ci)", () => Tool.RunAsync("npm", ["ci"], repository.Root, null, cancellationToken));
    }

    private async Task SynthesizeAsync(string environment, string output, CancellationToken cancellationToken)
    {
        var app = $"dotnet \"{repository.Path("infra", "bin", "Debug", "net10.0", "Waybill.Infra.dll")}\"";
        await Step($"Synthesizing the stacks (cdk synth -c env={environment})", () => Tool.RunAsync(
            "node",
            [repository.Path("node_modules", "aws-cdk", "bin", "cdk"), "synth", "--quiet", "--app", app, "--output", output, "--context", $"env={environment}"],
            repository.Root, QuietCdk, cancellationToken));
    }

    private async Task Step(string text, Func<Task> work)
    {
        var start = time.GetTimestamp();
        await console.Status().StartAsync(text, _ => work());
        console.MarkupLineInterpolated($"[green]•[/] {text} [grey]{time.GetElapsedTime(start).TotalSeconds:0.0} s[/]");
    }
}
