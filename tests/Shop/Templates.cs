using Spectre.Console;
using Waybill.Cli.Toolchain;
using Waybill.Shop.Tests;

[assembly: AssemblyFixture(typeof(Templates))]

namespace Waybill.Shop.Tests;

/// <summary>The stacks of the environment <c>dev</c>, synthesized once for all tests of this assembly.</summary>
public sealed class Templates : IAsyncLifetime
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("waybill-templates-").FullName;

    public async ValueTask InitializeAsync() => await new Workbench(Repository.Find(), Quiet, TimeProvider.System)
        .PrepareAsync("dev", Folder, SynthesisUse.Run, build: false, CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    internal static IAnsiConsole Quiet => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
}
