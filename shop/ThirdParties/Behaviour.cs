using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Waybill.ThirdParties;

/// <summary>How a third party behaves: well, not at all (the connection breaks), after a wait, or with a 500.</summary>
internal enum Mode
{
    Ok,
    Down,
    Slow,
    Error,
}

/// <summary>The behaviour of each third party; all are well again after a restart.</summary>
internal sealed class Behaviour(TimeProvider time)
{
    public const string Logistics = "logistics";
    public const string Customers = "customers";
    public const string Contracts = "contracts";

    public static readonly string[] Names = [Logistics, Customers, Contracts];

    /// <summary>How long a slow third party takes to answer.</summary>
    public static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Conduct> _conducts = new(StringComparer.Ordinal);

    /// <summary>How each behaves now.</summary>
    public IReadOnlyList<Behaving> Now =>
        [.. Names.Select(name => new Behaving(name, _conducts.GetValueOrDefault(name)?.Now ?? Mode.Ok, Enum.GetValues<Mode>()))];

    public void Switch(string name, ModeChange change) => _conducts[name] = new Conduct(change, time);

    /// <summary>Answers as the third party's mode wants it.</summary>
    public RequestDelegate Of(string name, RequestDelegate answer) => async context =>
    {
        switch (_conducts.GetValueOrDefault(name)?.Next() ?? Mode.Ok)
        {
            case Mode.Down:
                // A broken connection is the nearest that a server which shares its port can come to being away.
                context.Abort();
                return;
            case Mode.Error:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                await context.Response.WriteAsync($"The third party '{name}' was told to fail.", context.RequestAborted);
                return;
            case Mode.Slow:
                await Task.Delay(SlowAnswer, time, context.RequestAborted);
                break;
        }

        await answer(context);
    };
}
