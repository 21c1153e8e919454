using System.Globalization;
using System.Text.Json.Nodes;
using Waybill.Local.Account;

namespace Waybill.Local.Tests.Account;

/// <summary>Schedules and when they fire, in <c>schedules.json</c>; sources: EventBridge user guide,
/// <c>eb-scheduled-rule-pattern</c>.</summary>
public sealed class ScheduleExpressionTests
{
    private static readonly JsonObject Cases = (JsonObject)JsonNode.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Account", "schedules.json")))!;

    public static TheoryData<string> Right => [.. ((JsonObject)Cases["right"]!).Select(one => one.Key)];

    public static TheoryData<string> Wrong => [.. ((JsonArray)Cases["wrong"]!).Select(one => (string)one!)];

    [Theory]
    [MemberData(nameof(Right))]
    public void Fires_when_it_says(string expression)
    {
        var created = DateTimeOffset.Parse("2026-01-30T10:07:00Z", CultureInfo.InvariantCulture);
        var schedule = ScheduleExpression.TryParse(expression);
        var times = new List<string>();
        for (var at = schedule!.Next(created, created); at is { } time && times.Count < 3; at = schedule.Next(created, time))
        {
            times.Add(time.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        }

        Assert.Equal(((JsonArray)Cases["right"]![expression]!).Select(time => (string)time!), times);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Is_refused(string expression) => Assert.Null(ScheduleExpression.TryParse(expression));
}
