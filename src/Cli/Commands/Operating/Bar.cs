using Spectre.Console;

namespace Waybill.Cli.Commands.Operating;

/// <summary>A progress bar that hears of progress at once, not by way of another thread.</summary>
internal sealed class Bar(ProgressTask task) : IProgress<int>, IProgress<long>
{
    public void Report(int value) => task.Value = value;

    public void Report(long value) => task.Value = value;
}

/// <summary>Prints what has been done, a line each.</summary>
internal sealed class Steps(IAnsiConsole console) : IProgress<string>
{
    public void Report(string value) => console.MarkupLineInterpolated($"• {value}");
}
