using Microsoft.AspNetCore.Http;

namespace Waybill.Local.StandIns;

/// <summary>How a third party behaves: well, not at all (the connection breaks), after a wait, or with a 500.</summary>
public enum StandInMode
{
    Ok,
    Down,
    Slow,
    Error,
}

/// <summary>The behaviour of each stand-in; all are well again after a restart.</summary>
public sealed class StandInModes(TimeProvider time)
{
    public const string Logistics = "logistics";
    public const string Customers = "customers";
    public const string Contracts = "contracts";

    /// <summary>How long a slow stand-in takes to answer.</summary>
    public static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, StandInMode> _modes = new(StringComparer.Ordinal)
    {
        [Logistics] = StandInMode.Ok,
        [Customers] = StandInMode.Ok,
        [Contracts] = StandInMode.Ok,
    };

    public IReadOnlyCollection<string> Names => _modes.Keys;

    public StandInMode this[string standIn]
    {
        get
        {
            lock (_modes)
            {
                return _modes[standIn];
            }
        }

        set
        {
            lock (_modes)
            {
                _modes[standIn] = value;
            }
        }
    }

    /// <summary>Answers as the stand-in's mode wants it.</summary>
    internal RequestDelegate Behaving(string standIn, RequestDelegate answer) => async context =>
    {
        switch (this[standIn])
        {
            case StandInMode.Down:
                // A refused connection is the nearest that a server which shares its port can come to being away.
                context.Abort();
                return;
            case StandInMode.Error:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                await context.Response.WriteAsync($"The stand-in '{standIn}' was told to fail.", context.RequestAborted);
                return;
            case StandInMode.Slow:
                await Task.Delay(SlowAnswer, time, context.RequestAborted);
                break;
        }
        await answer(context);
    };
}
