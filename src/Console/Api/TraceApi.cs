using System.Globalization;
using Microsoft.AspNetCore.Http;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>What happened because of what, and what each rule said to it.</summary>
internal sealed class TraceApi(AccountAtHand account)
{
    private const int UsualHours = 24;

    private const int MostHours = 24 * 14;

    public void Map(ApiRoutes routes)
    {
        routes.Look("traces/{id}", ConsoleJson.Default.Trace, (request, cancellationToken) => account.LookAsync(
            verbs => verbs.Trace.ReadAsync(Id(request), Ago(request), cancellationToken), cancellationToken));
        routes.Look("explanations/{id}", ConsoleJson.Default.Explanation, (request, cancellationToken) => account.LookAsync(
            verbs => verbs.Rules.OfIdAsync(Id(request), rule: null, cancellationToken), cancellationToken));
    }

    private static string Id(HttpRequest request) => (string)request.RouteValues["id"]!;

    private static TimeSpan Ago(HttpRequest request)
    {
        var hours = int.TryParse(request.Query["hours"], CultureInfo.InvariantCulture, out var given) ? given : UsualHours;
        return TimeSpan.FromHours(Math.Clamp(hours, 1, MostHours));
    }
}
