using Microsoft.Extensions.Logging;
using Waybill.Local.Account;

namespace Waybill.Local.Bus.Routing;

/// <summary>Fires the account's scheduled rules: at each of its times a rule gets an event <c>Scheduled Event</c> from
/// <c>aws.events</c>.</summary>
/// <remarks>
/// Times that pass while nothing runs are not made up for. EventBridge user guide, <c>eb-scheduled-rule-pattern</c>; its precision is a
/// minute, ours the timer's.
/// </remarks>
internal sealed partial class Schedules : IAsyncDisposable
{
    /// <summary>Timers cannot wait longer; one that is due later is set again.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly LiveAccount _account;
    private readonly EventRouter _router;
    private readonly TimeProvider _time;
    private readonly ILogger<Schedules> _log;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _due = new(StringComparer.Ordinal);
    private readonly ITimer _timer;
    private Task _firing = Task.CompletedTask;

    public Schedules(LiveAccount account, EventRouter router, TimeProvider time, ILogger<Schedules> log)
    {
        _account = account;
        _router = router;
        _time = time;
        _log = log;
        _timer = time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        account.Follow(steps => Follow(steps.Select(step => (step.Before, step.After))));
        Follow(account.Now.All<Rule>().Select(rule => ((IResource?)null, (IResource?)rule)));
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _firing;
    }

    private void Follow(IEnumerable<(IResource? Before, IResource? After)> steps)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            foreach (var (before, after) in steps)
            {
                if (before is Rule was && (after is not Rule same || same.ScheduleExpression != was.ScheduleExpression || !same.Enabled))
                {
                    _due.Remove(was.Arn);
                }

                if (after is Rule { Enabled: true, ScheduleExpression: not null } rule && !_due.ContainsKey(rule.Arn))
                {
                    Plan(rule, now);
                }
            }

            SetTimer(now);
        }
    }

    private void Plan(Rule rule, DateTimeOffset now)
    {
        if (ScheduleExpression.TryParse(rule.ScheduleExpression!)?.Next(rule.CreatedAt ?? now, now) is { } next)
        {
            _due[rule.Arn] = next;
        }
        else
        {
            _due.Remove(rule.Arn);
        }
    }

    private void SetTimer(DateTimeOffset now)
    {
        if (_due.Count == 0)
        {
            return;
        }

        var wait = _due.Values.Min() - now;
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
    }

    private void Fire()
    {
        List<Rule> rules = [];
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            foreach (var arn in _due.Where(due => due.Value <= now).Select(due => due.Key).ToList())
            {
                if (_account.Now.Find<Rule>(arn) is { } rule)
                {
                    rules.Add(rule);
                    Plan(rule, now);
                }
                else
                {
                    _due.Remove(arn);
                }
            }

            SetTimer(now);
        }

        if (rules.Count > 0)
        {
            _firing = Task.WhenAll(_firing, FireAsync(rules));
        }
    }

    private async Task FireAsync(List<Rule> rules)
    {
        foreach (var rule in rules)
        {
            try
            {
                await _router.FireAsync(rule, new IncomingEvent(
                    rule.BusArn, "aws.events", "Scheduled Event", "{}", Time: null, [rule.Arn], TraceHeader: null));
            }
            catch (Exception failure)
            {
                LogFailed(_log, rule.Name, failure);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Scheduled rule {Rule} could not fire; it is tried again at its next time")]
    private static partial void LogFailed(ILogger log, string rule, Exception failure);
}
