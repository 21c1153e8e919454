using Waybill.Local.Functions;
using Waybill.Local.Metrics;

namespace Waybill.Local;

/// <summary>What laptop mode runs, and where.</summary>
public sealed record LaptopOptions
{
    public const int UsualPort = 4566;

    /// <summary>The folder that <c>cdk synth</c> wrote.</summary>
    public required string CdkOut { get; init; }

    /// <summary>Where the bus and DynamoDB keep their state; made when missing. One laptop at a time can use it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The folder whose <c>node_modules</c> has dynalite; not needed with <see cref="DynamoDbEndpoint"/>.</summary>
    public string NodeFolder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>The port of 127.0.0.1 that serves everything; 0 for any free one.</summary>
    public int Port { get; init; } = UsualPort;

    /// <summary>A DynamoDB-compatible server to use in place of dynalite, such as DynamoDB Local.</summary>
    public Uri? DynamoDbEndpoint { get; init; }

    /// <summary>Values for functions' environment variables in place of the template's; the addresses of third parties are set to the stand-ins anyway.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentOverrides { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Processes of one function at most, and batches it is given at a time, where the template does not say less.</summary>
    public int MaximumInstances { get; init; } = 2;

    /// <summary>Whether each function process's id is logged, for attaching a debugger.</summary>
    public bool LogProcessIds { get; init; }

    /// <summary>Hears each line of the functions' log, from any thread; must not throw.</summary>
    public Action<FunctionLogLine> OnFunctionLine { get; init; } = _ => { };

    /// <summary>Hears of alarms that go off, or are over, from any thread; must not throw.</summary>
    public Action<AlarmChange> OnAlarm { get; init; } = _ => { };

    /// <summary>Hears what went wrong without ending laptop mode, from any thread; must not throw.</summary>
    public Action<string> OnWarning { get; init; } = _ => { };

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
