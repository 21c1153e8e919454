using System.Globalization;

namespace Waybill.Local.Account;

/// <summary>When a rule fires by itself: <c>rate(5 minutes)</c>, or <c>cron(0 12 ? * MON-FRI *)</c> in UTC.</summary>
/// <remarks>EventBridge user guide, <c>eb-scheduled-rule-pattern</c>.</remarks>
internal sealed class ScheduleExpression
{
    /// <summary>The last year that a cron expression can name.</summary>
    private const int LastYear = 2199;

    private readonly TimeSpan? _rate;
    private readonly CronExpression? _cron;

    private ScheduleExpression(TimeSpan? rate, CronExpression? cron) => (_rate, _cron) = (rate, cron);

    /// <summary>Null when EventBridge would refuse it.</summary>
    public static ScheduleExpression? TryParse(string text) => text switch
    {
        ['r', 'a', 't', 'e', '(', .. var inside, ')'] when Rate(inside) is { } rate => new ScheduleExpression(rate, null),
        ['c', 'r', 'o', 'n', '(', .. var inside, ')'] when CronExpression.TryParse(inside) is { } cron =>
            new ScheduleExpression(null, cron),
        _ => null,
    };

    /// <summary>The first time after <paramref name="after"/>, in whole minutes; null when there is none any more.</summary>
    /// <param name="created">When a rate begins to count.</param>
    /// <param name="after">Later than this.</param>
    public DateTimeOffset? Next(DateTimeOffset created, DateTimeOffset after)
    {
        if (_rate is { } rate)
        {
            var passed = Math.Max(0, (after - created).Ticks / rate.Ticks);
            return created + (rate * (passed + 1));
        }

        var day = DateOnly.FromDateTime(after.UtcDateTime);
        for (; day.Year <= LastYear; day = day.AddDays(1))
        {
            if (!_cron!.Names(day))
            {
                continue;
            }

            if (_cron.Times(day).Where(time => time > after).Cast<DateTimeOffset?>().FirstOrDefault() is { } next)
            {
                return next;
            }
        }

        return null;
    }

    /// <summary>One is singular, the others plural.</summary>
    private static TimeSpan? Rate(string text)
    {
        if (text.Split(' ') is not [var number, var unit]
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1)
        {
            return null;
        }

        return (unit, value == 1) switch
        {
            ("minute", true) or ("minutes", false) => TimeSpan.FromMinutes(value),
            ("hour", true) or ("hours", false) => TimeSpan.FromHours(value),
            ("day", true) or ("days", false) => TimeSpan.FromDays(value),
            _ => null,
        };
    }
}
