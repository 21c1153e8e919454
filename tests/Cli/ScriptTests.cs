using Waybill.Cli.Toolchain;

namespace Waybill.Cli.Tests;

/// <summary><c>./waybill</c>: the command is built when something of it has changed, and only then.</summary>
/// <remarks>A script stands in for dotnet.</remarks>
public sealed class ScriptTests : IDisposable
{
    private const string NoShell = "Windows has waybill.cmd.";

    private static readonly string[] Run = ["run status"];
    private static readonly string[] BuiltAndRun = ["build", .. Run];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-script-");

    public ScriptTests()
    {
        string[] sources = ["src/Cli/Program.cs", "polyfills/Package.cs", "AwsPackages.props", "Directory.Build.props", "global.json"];
        foreach (var file in sources)
        {
            Write(file, "");
        }

        File.Copy(Repository.Find().Path("waybill"), PathOf("waybill"));
        Write(
            "programs/dotnet",
            """
            #!/bin/sh
            cd "$(dirname "$0")/.."
            if [ "$1" = build ]; then
              echo build >>calls
              [ ! -f broken ] || { echo "error CS1002"; exit 1; }
              mkdir -p src/Cli/bin/Debug/net10.0 src/Cli/obj && echo built >src/Cli/bin/Debug/net10.0/waybill.dll
            else
              shift && echo "run $*" >>calls
            fi
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PathOf("programs/dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    public static bool HasShell => !OperatingSystem.IsWindows();

    /// <summary>What makes a build necessary.</summary>
    public static TheoryData<string> Changes => ["a changed file", "a new file", "a lost file", "other packages", "a lost command"];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact(SkipUnless = nameof(HasShell), Skip = NoShell)]
    public async Task It_is_built_once_and_then_run_from_wherever_it_is_called()
    {
        Assert.Equal(BuiltAndRun, await StatusAsync());
        Assert.Equal(Run, await StatusAsync());
        Write("src/Cli/obj/left.behind", "");
        Write("README.md", "");
        Assert.Equal(Run, await StatusAsync(folder: PathOf("src")));
    }

    [Theory(SkipUnless = nameof(HasShell), Skip = NoShell)]
    [MemberData(nameof(Changes))]
    public async Task It_is_built_again_after(string change)
    {
        await StatusAsync();
        switch (change)
        {
            case "a changed file":
                Write("polyfills/Package.cs", "changed");
                break;
            case "a new file":
                // Unpacked, say, out of an archive: it is new here, and old by its time.
                Write("src/Cli/New.cs", "");
                File.SetLastWriteTimeUtc(PathOf("src/Cli/New.cs"), DateTime.UnixEpoch);
                break;
            case "a lost file":
                File.Delete(PathOf("polyfills/Package.cs"));
                break;
            case "a lost command":
                File.Delete(PathOf("src/Cli/bin/Debug/net10.0/waybill.dll"));
                break;
        }

        var packages = change == "other packages" ? "official" : "";
        Assert.Equal(BuiltAndRun, await StatusAsync(packages));
        Assert.Equal(Run, await StatusAsync(packages));
    }

    [Fact(SkipUnless = nameof(HasShell), Skip = NoShell)]
    public async Task What_cannot_be_built_is_not_run_and_is_built_the_next_time()
    {
        await StatusAsync();
        Write("src/Cli/Program.cs", "changed");
        Write("broken", "");

        var failed = await Assert.ThrowsAsync<UserErrorException>(() => StatusAsync());

        Assert.Contains("error CS1002", failed.Message, StringComparison.Ordinal);
        File.Delete(PathOf("broken"));
        string[] triedBefore = ["build", .. BuiltAndRun];
        Assert.Equal(triedBefore, await StatusAsync());
    }

    /// <summary>Types <c>waybill status</c>.</summary>
    /// <returns>What was done for it.</returns>
    private async Task<string[]> StatusAsync(string packages = "", string? folder = null)
    {
        await Tool.RunAsync(
            "sh", [PathOf("waybill"), "status"], folder ?? _folder.FullName,
            new Dictionary<string, string>
            {
                ["PATH"] = $"{PathOf("programs")}:{Environment.GetEnvironmentVariable("PATH")}",
                ["AwsPackages"] = packages,
            },
            TestContext.Current.CancellationToken);
        var calls = await File.ReadAllLinesAsync(PathOf("calls"), TestContext.Current.CancellationToken);
        File.Delete(PathOf("calls"));
        return calls;
    }

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);
}
