using System.Globalization;

namespace Waybill.Local.Account;

/// <summary>Six fields: minutes, hours, day of month, month, day of week, year; one of the two kinds of day is <c>?</c>.</summary>
internal sealed class CronExpression
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly SortedSet<int> _minutes;
    private readonly SortedSet<int> _hours;
    private readonly SortedSet<int> _months;
    private readonly SortedSet<int> _years;
    private readonly Func<DateOnly, bool> _day;

    private CronExpression(
        SortedSet<int> minutes, SortedSet<int> hours, SortedSet<int> months, SortedSet<int> years, Func<DateOnly, bool> day) =>
        (_minutes, _hours, _months, _years, _day) = (minutes, hours, months, years, day);

    /// <summary>Null when it is none.</summary>
    public static CronExpression? TryParse(string text)
    {
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                is not [var minutes, var hours, var day, var month, var weekday, var year]
            || (day == "?") == (weekday == "?")
            || Values(minutes, 0, 59) is not { } m || Values(hours, 0, 23) is not { } h
            || Values(month, 1, 12, Months) is not { } months || Values(year, 1970, 2199) is not { } years
            || (weekday == "?" ? DayOfMonth(day) : DayOfWeek(weekday)) is not { } days)
        {
            return null;
        }

        return new CronExpression(m, h, months, years, days);
    }

    public bool Names(DateOnly day) => _years.Contains(day.Year) && _months.Contains(day.Month) && _day(day);

    public IEnumerable<DateTimeOffset> Times(DateOnly day) =>
        from hour in _hours
        from minute in _minutes
        select new DateTimeOffset(day, new TimeOnly(hour, minute), TimeSpan.Zero);

    /// <summary>Days, <c>L</c> for the last one, <c>15W</c> for the weekday nearest to the 15th.</summary>
    private static Func<DateOnly, bool>? DayOfMonth(string field)
    {
        if (field == "L")
        {
            return day => day.AddDays(1).Month != day.Month;
        }

        if (field is [.. var number, 'W'] && Number(number, []) is >= 1 and <= 31 and var wanted)
        {
            return day => day == NearestWeekday(day, wanted);
        }

        return Values(field, 1, 31) is { } days ? day => days.Contains(day.Day) : null;
    }

    /// <summary>Sunday is 1; <c>6L</c> is the last Friday, <c>3#2</c> the second Tuesday.</summary>
    private static Func<DateOnly, bool>? DayOfWeek(string field)
    {
        if (field == "L")
        {
            return day => Weekday(day) == 7;
        }

        if (field is [.. var last, 'L'] && Number(last, Weekdays) is >= 1 and <= 7 and var lastOne)
        {
            return day => Weekday(day) == lastOne && day.AddDays(7).Month != day.Month;
        }

        if (field.Split('#') is [var name, var nth])
        {
            return Number(name, Weekdays) is >= 1 and <= 7 and var which && Number(nth, []) is >= 1 and <= 5 and var count
                ? day => Weekday(day) == which && (day.Day + 6) / 7 == count
                : null;
        }

        return Values(field, 1, 7, Weekdays) is { } days ? day => days.Contains(Weekday(day)) : null;
    }

    private static int Weekday(DateOnly day) => (int)day.DayOfWeek + 1;

    private static DateOnly NearestWeekday(DateOnly within, int wanted)
    {
        var length = DateTime.DaysInMonth(within.Year, within.Month);
        var day = new DateOnly(within.Year, within.Month, Math.Min(wanted, length));
        var move = day.DayOfWeek switch
        {
            System.DayOfWeek.Saturday => day.Day == 1 ? 2 : -1,
            System.DayOfWeek.Sunday => day.Day == length ? -2 : 1,
            _ => 0,
        };
        return day.AddDays(move);
    }

    /// <summary>A list of values, ranges and steps, or null when it is none.</summary>
    private static SortedSet<int>? Values(string field, int from, int to, params string[] names)
    {
        var values = new SortedSet<int>();
        foreach (var part in field.Split(','))
        {
            var (range, step) = part.Split('/') switch
            {
                [var only] => (only, 1),
                [var start, var every] => (start, Number(every, []) ?? 0),
                _ => ("", 0),
            };
            var (low, high) = range == "*" ? (from, to) : range.Split('-') switch
            {
                [var one] => (Number(one, names), part.Contains('/', StringComparison.Ordinal) ? to : Number(one, names)),
                [var first, var last] => (Number(first, names), Number(last, names)),
                _ => (null, null),
            };
            if (step < 1 || low is not { } a || high is not { } b || a < from || b > to || a > b)
            {
                return null;
            }

            for (var value = a; value <= b; value += step)
            {
                values.Add(value);
            }
        }

        return values;
    }

    private static int? Number(string text, string[] names)
    {
        if (Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var at)
        {
            return at + 1;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
