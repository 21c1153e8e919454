using Waybill.Local.Account;
using Waybill.Local.Machine;
using Waybill.Local.Metrics;

namespace Waybill.Local.Functions;

/// <summary>Where the lines go that a function's processes write, and those that laptop mode has to say about them.</summary>
internal sealed class FunctionOutput(FunctionInstances instances, FunctionHostOptions options)
{
    private Function Function => instances.Function;

    /// <summary>Says something about the function, or about one of its processes.</summary>
    public void Log(FunctionInstance? instance, string text, bool isError)
    {
        var line = LineReader.Shorten(text);
        options.OnLine(new FunctionLogLine(Function.Name, instance?.Process.Id ?? 0, isError, line));
        if (instance is not null)
        {
            Keep(instance, line);
        }
    }

    /// <summary>Puts a line into the function's log group, and nowhere else.</summary>
    public void Keep(FunctionInstance instance, string line) => options.OnLogged(Function, instance.Id, line);

    /// <summary>Takes a line that a process has written: metrics, or something to read.</summary>
    public void Take(FunctionInstance instance, string line, bool isError)
    {
        Keep(instance, line);
        if (!isError && EmfReader.Read(line, Scope.Of(Function.Arn)) is { } metrics)
        {
            foreach (var metric in metrics)
            {
                options.Metrics.Put(metric);
            }
        }
        else
        {
            instance.Hear(line);
            options.OnLine(new FunctionLogLine(Function.Name, instance.Process?.Id ?? 0, isError, line));
        }
    }
}
