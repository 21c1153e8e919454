using System.Globalization;
using Waybill.Cli.Commands;
using Waybill.Cli.Toolchain;

namespace Waybill.Shop.Tests.Operating;

/// <summary><c>waybill up</c> killed at any moment of its build, synthesis, start and play; and the next one.</summary>
public sealed class KilledStartTests
{
    private const string Variable = "WAYBILL_START_KILLS";

    private const int Seed = 20261129;

    private static readonly TimeSpan Gone = TimeSpan.FromSeconds(2);

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable(Variable) ?? "0", CultureInfo.InvariantCulture);

    private static readonly string[] Up = ["up", "--once", "--port"];

    public static bool IsAsked => Kills > 0 && OperatingSystem.IsLinux();

    [Fact(SkipUnless = nameof(IsAsked), Skip = $"It takes minutes, and looks for processes in /proc: set {Variable}, 20 say.")]
    public async Task The_next_start_succeeds_and_nothing_of_the_killed_one_is_left()
    {
        var random = new Random(Seed);
        using var copy = new CheckoutCopy(Repository.Find());
        var source = copy.Path("functions/Orders/TrackOrder.cs");
        var whole = await StartAsync(copy, change: 0);
        for (var kill = 1; kill <= Kills; kill++)
        {
            // All four are done again: functions have changed, and with them the templates.
            await File.AppendAllTextAsync(source, $"// {kill}\n", TestContext.Current.CancellationToken);
            var after = random.NextDouble() * whole;
            using (var up = WaybillProcess.Start([.. Up, $"{Ports.Free()}"], folder: copy.Root))
            {
                await Task.Delay(after, TestContext.Current.CancellationToken);
                var children = ChildProcesses.Below(up.Id);
                up.Kill();
                await up.ExitAsync();
                await ChildProcesses.EndedAsync(children, Gone);
            }

            TestContext.Current.SendDiagnosticMessage("Killed after {0}.", after);
            await StartAsync(copy, kill);
        }
    }

    /// <returns>How long it took.</returns>
    private static async Task<TimeSpan> StartAsync(CheckoutCopy copy, int change)
    {
        var began = TimeProvider.System.GetTimestamp();
        var (code, output) = await WaybillProcess.RunAsync([.. Up, $"{Ports.Free()}"], folder: copy.Root);
        // What was in a function's hands when it was killed may have to be waited for.
        Assert.True(
            code == 0 || (code == PlayerProcess.RetriesLeft && output.Contains("again in", StringComparison.Ordinal)),
            $"{change}: {code}, {output}");
        return TimeProvider.System.GetElapsedTime(began);
    }
}
