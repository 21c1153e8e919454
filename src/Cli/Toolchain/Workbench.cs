using Spectre.Console;
using Waybill.Local.Machine;

namespace Waybill.Cli.Toolchain;

/// <summary>Makes a checkout ready to run: Node packages, built functions, synthesized templates.</summary>
internal sealed class Workbench(Repository repository, IAnsiConsole console, TimeProvider time)
{
    private const int OldestNode = 20;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Analyzers have their say in the next build by hand (Directory.Build.targets); somebody waits for these.</summary>
    private static readonly string[] Quick =
        ["--nologo", "--verbosity", "quiet", "-p:RunAnalyzers=false", "-p:UseSharedCompilation=true"];

    /// <summary>A compiler that has just begun is done before it would have profited from being recompiled by profile.</summary>
    private static readonly Dictionary<string, string> Brief = new() { ["DOTNET_TieredPGO"] = "0" };

    private static readonly Dictionary<string, string> QuietCdk = new(Brief)
    {
        ["CDK_DISABLE_CLI_TELEMETRY"] = "true",
        ["JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION"] = "20",
        ["JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION"] = "true",
    };

    /// <summary>One whose progress goes to standard error: standard output is a report, which a program may read.</summary>
    public static Workbench Beside(Repository repository) => new(repository, Screen.Error, TimeProvider.System);

    /// <summary>Does all three, each with a line of progress; the synthesized templates are then in <paramref name="output"/>.</summary>
    public async Task PrepareAsync(
        string environment, string output, SynthesisUse use, bool build, CancellationToken cancellationToken)
    {
        await InstallAsync(cancellationToken);
        if (build)
        {
            await BuildAsync([], cancellationToken);
        }

        await SynthesizeAsync(environment, output, use, cancellationToken);
    }

    /// <summary>Waits, and says so, while another process prepares the checkout: what they write is the same.</summary>
    /// <returns>To be disposed of when it is prepared.</returns>
    public async Task<IDisposable> AloneAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(repository.Path(".waybill"));
        var file = repository.Path(".waybill", "preparing.lock");
        if (HeldFile.TryHold(file) is { } held)
        {
            return held;
        }

        console.MarkupLine("Waiting for another process that builds and synthesizes in this checkout.");
        while (true)
        {
            await Task.Delay(LookEvery, time, cancellationToken);
            if (HeldFile.TryHold(file) is { } given)
            {
                return given;
            }
        }
    }

    /// <summary>The Node packages, and before them Node itself, which is only asked for.</summary>
    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        await RequireNodeAsync(cancellationToken);
        await InstallNodePackagesAsync(cancellationToken);
    }

    /// <summary>Builds infrastructure, with it the functions, and other projects at once.</summary>
    /// <param name="others">Their folders in the checkout.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    public Task BuildAsync(IEnumerable<string> others, CancellationToken cancellationToken)
    {
        string[] folders = ["infra", .. others];
        // One build of a solution of just these: several would build what they share several times, and in each other's way.
        var solution = repository.Path(".waybill", "up.slnx");
        Directory.CreateDirectory(repository.Path(".waybill"));
        File.WriteAllLines(solution, [
            "<Solution>",
            .. folders.Select(folder => $"  <Project Path=\"{ProgramCommand.ProjectFiles(repository.Path(folder))[0]}\" />"),
            "</Solution>",
        ]);
        return BuildAsync($"Building (dotnet build {string.Join(", ", folders)})", solution, cancellationToken);
    }

    /// <summary>Builds one team's functions, whose packages are restored already.</summary>
    /// <returns>The folder of the built files.</returns>
    public async Task<string> BuildTeamAsync(string team, CancellationToken cancellationToken)
    {
        var output = repository.Path("functions", team, "bin", "lambda");
        await Step($"Building (dotnet build functions/{team})", () => Tool.RunAsync(
            "dotnet",
            [
                "build", repository.Path("functions", team), "--no-restore", "--no-dependencies", .. Quick,
            ],
            repository.Root, Brief, cancellationToken));
        return output;
    }

    /// <summary>Builds one team's functions, and what they are made of, as a debugger wants them: nothing optimized, and with the paths of
    /// their sources. What is deployed is built elsewhere and stays.</summary>
    /// <returns>The folder of the built files.</returns>
    public async Task<string> BuildForDebuggingAsync(string team, CancellationToken cancellationToken)
    {
        const string Folder = "bin/debugging/";
        var start = time.GetTimestamp();
        await Tool.RunAsync(
            "dotnet",
            [
                "build", repository.Path("functions", team), "--no-restore", "-p:Optimize=false", "-p:PathMap=",
                $"-p:OutputPath={Folder}", "-p:IntermediateOutputPath=obj/debugging/", .. Quick,
            ],
            repository.Root, Brief, cancellationToken);
        // Without a step's moving line: this is part of the start, which has one.
        Say($"Building for debugging (dotnet build functions/{team})", start);
        return repository.Path("functions", team, "bin", "debugging");
    }

    /// <summary>Builds a program that has never been built.</summary>
    public async Task BuildMissingAsync(ProgramCommand program, CancellationToken cancellationToken)
    {
        if (program.Project is { } project && !Directory.Exists(repository.Path(project, "bin", "Debug")))
        {
            await BuildAsync($"Building (dotnet build {project})", repository.Path(project), cancellationToken);
        }
    }

    /// <remarks>A build that was killed may leave half a file that the next one takes for a whole: then all is built anew.</remarks>
    private async Task BuildAsync(string text, string what, CancellationToken cancellationToken)
    {
        var building = repository.Path(".waybill", "building");
        Directory.CreateDirectory(repository.Path(".waybill"));
        string[] anew = File.Exists(building) ? ["--no-incremental"] : [];
        await File.WriteAllTextAsync(building, "", cancellationToken);
        try
        {
            await Step(text, () => Tool.RunAsync(
                "dotnet", ["build", what, .. Quick, .. anew], repository.Root, Brief, cancellationToken));
        }
        catch (UserErrorException)
        {
            File.Delete(building); // It ended in order, and said what is wrong.
            throw;
        }

        File.Delete(building);
    }

    private async Task RequireNodeAsync(CancellationToken cancellationToken)
    {
        string version;
        try
        {
            version = (await Tool.RunAsync("node", ["--version"], repository.Root, null, cancellationToken)).Trim();
        }
        catch (ToolMissingException)
        {
            throw new UserErrorException(
                $"Waybill needs Node {OldestNode} or newer on the PATH (the AWS CDK and the laptop's DynamoDB run on it), and found none.");
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

        // What tests need besides, their build installs; no package has a say in what runs on this machine (docs/supply-chain.md).
        string[] arguments = ["ci", "--omit=dev", "--ignore-scripts"];
        await Step(
            $"Installing Node packages (npm {string.Join(' ', arguments)})",
            () => Tool.RunAsync("npm", arguments, repository.Root, null, cancellationToken));
    }

    /// <summary>Writes the templates of an environment into a folder.</summary>
    public async Task SynthesizeAsync(string environment, string output, SynthesisUse use, CancellationToken cancellationToken)
    {
        var app = $"dotnet \"{repository.Path("infra", "bin", "Debug", "net10.0", "Waybill.Infra.dll")}\"";
        string[] arguments =
        [
            repository.Path("node_modules", "aws-cdk", "bin", "cdk"), "synth", "--quiet", "--app", app, "--output", output,
            "--context", $"env={environment}", .. use.Context.SelectMany(value => new[] { "--context", value }),
        ];
        CdkLock.RemoveOfEnded(output);
        await Step(
            $"Synthesizing the stacks (cdk synth -c env={environment})",
            () => Tool.RunAsync("node", arguments, repository.Root, QuietCdk, cancellationToken));
    }

    private async Task Step(string text, Func<Task> work)
    {
        var start = time.GetTimestamp();
        await console.Status().StartAsync(text, _ => work());
        Say(text, start);
    }

    private void Say(string text, long start) =>
        console.MarkupLineInterpolated($"[green]•[/] {text} [grey]{time.GetElapsedTime(start).TotalSeconds:0.0} s[/]");
}
