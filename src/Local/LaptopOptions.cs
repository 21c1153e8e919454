using Microsoft.AspNetCore.Routing;
using Waybill.Local.Account;
using Waybill.Local.Endpoints;
using Waybill.Local.Functions;
using Waybill.Local.Machine;
using Waybill.Local.Metrics;
using Waybill.Local.Template.Applying;

namespace Waybill.Local;

/// <summary>What laptop mode runs, and where.</summary>
public sealed record LaptopOptions
{
    public const int UsualPort = 4566;
    public const long UsualArchiveLimit = 2_000_000_000;

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

    /// <summary>What runs beside the stacks, by name.</summary>
    public IReadOnlyDictionary<string, LaptopProgram> Programs { get; init; } =
        new Dictionary<string, LaptopProgram>(StringComparer.Ordinal);

    /// <summary>Processes of one function at most, and batches it is given at a time, where the template does not say less. So many there
    /// are only while its queue is full and processors are idle; else as many as there are processors, and two.</summary>
    public int MaximumInstances { get; init; } = 32;

    /// <summary>Whether a resource that holds something may be replaced by an empty one, when its change cannot be made in place.</summary>
    public bool AllowReplacement { get; init; }

    /// <summary>Hosts that API destinations and topics may call beside this machine.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Bytes of events that all archives together keep; beyond it the oldest go.</summary>
    public long ArchiveLimit { get; init; } = UsualArchiveLimit;

    /// <summary>Quotas that AWS raises on request.</summary>
    public Quotas Quotas { get; init; } = new();

    /// <summary>Hears what applying the templates did to the account; must not throw.</summary>
    public Action<IReadOnlyList<StackResult>> OnApplied { get; init; } = _ => { };

    /// <summary>OpenTelemetry's environment variables (<c>OTEL_…</c>), for spans of the functions and of the account itself.</summary>
    public IReadOnlyDictionary<string, string> OpenTelemetry { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether each function process's id is logged, for attaching a debugger.</summary>
    public bool LogProcessIds { get; init; }

    /// <summary>Secrets by access key that requests must be signed with, beside those of functions and of sessions;
    /// null when signatures say who asks but are not checked.</summary>
    public IReadOnlyDictionary<string, string>? StrictAuthKeys { get; init; }

    /// <summary>Hears each line of the functions' log, from any thread; must not throw.</summary>
    public Action<FunctionLogLine> OnFunctionLine { get; init; } = _ => { };

    /// <summary>Hears of alarms that go off, or are over, from any thread; must not throw.</summary>
    public Action<AlarmChange> OnAlarm { get; init; } = _ => { };

    /// <summary>Hears what went wrong without ending laptop mode, from any thread; must not throw.</summary>
    public Action<string> OnWarning { get; init; } = _ => { };

    /// <summary>Adds what is served beside the APIs on the same address, below paths that no API has, such as a page for people.</summary>
    public Action<IEndpointRouteBuilder> Pages { get; init; } = _ => { };

    /// <summary>The function that is debugged; null when none is.</summary>
    public DebuggedFunction? Debug { get; init; }

    /// <summary>What the page at <c>/</c> names before all else.</summary>
    public IReadOnlyList<FrontPageLine> FrontPage { get; init; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>A program of the company's own, such as a stand-in for somebody else's system.</summary>
/// <remarks>
/// It serves the port of 127.0.0.1 that <c>PORT</c> says (<c>ASPNETCORE_URLS</c> says it to a web program of ASP.NET), keeps what it has to
/// keep in <c>DATA_FOLDER</c>, and ends when its standard input does, which happens however laptop mode ends.
/// </remarks>
/// <param name="Command">The executable and its arguments.</param>
/// <param name="Folder">Its working directory.</param>
/// <param name="Variables">The functions' environment variables that get its address, each with the path that comes after it.</param>
/// <param name="Where">Where it is configured, for error messages.</param>
public sealed record LaptopProgram(
    IReadOnlyList<string> Command, string Folder, IReadOnlyDictionary<string, string> Variables, string Where);

/// <summary>A program's configuration does not fit the stacks; the message says where it is and what would do.</summary>
public sealed class LaptopProgramException(string message) : LaptopStartException(message);
