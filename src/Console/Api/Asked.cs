using System.Globalization;
using Microsoft.AspNetCore.Http;
using Waybill.Operations.Accounts;

namespace Waybill.WebConsole.Api;

/// <summary>What several calls are asked in the same way.</summary>
internal static class Asked
{
    private const int MostHours = 24 * 14;

    /// <summary>The id in the address.</summary>
    public static string Id(HttpRequest request) => (string)request.RouteValues["id"]!;

    /// <summary>How far back to look, <c>hours</c>, two weeks at most.</summary>
    public static TimeSpan Ago(HttpRequest request, int usualHours)
    {
        var hours = int.TryParse(request.Query["hours"], CultureInfo.InvariantCulture, out var given) ? given : usualHours;
        return TimeSpan.FromHours(Math.Clamp(hours, 1, MostHours));
    }

    /// <summary>What has to be given, by its name.</summary>
    /// <exception cref="OperationException">It is not there, or cannot be read.</exception>
    public static T Needed<T>(HttpRequest request, string name)
        where T : IParsable<T> => T.TryParse(request.Query[name].ToString(), CultureInfo.InvariantCulture, out var value)
            && value.ToString() is { Length: > 0 }
            ? value
            : throw new OperationException($"'{request.Query[name]}' is no {name}; one is needed in the address.");
}
