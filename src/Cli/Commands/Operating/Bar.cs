using Spectre.Console;

namespace Waybill.Cli.Commands.Operating;

/// <summary>A progress bar that hears of progress at once, not by way of another thread.</summary>
internal sealed class Bar(ProgressTask task) : IProgress<int>
{
    public void Report(int value) => task.Value = value;
}
