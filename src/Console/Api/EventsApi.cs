using System.Text.Json;
using Waybill.Catalog.Validity;
using Waybill.Operations.Opening;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>One event, opened: what it says, whether it is as the catalog wants it, which rules took it, and what became of it.</summary>
internal sealed class EventsApi(AccountAtHand account, CatalogAtHand catalog, PersonalData personal, ConsoleOptions options)
{
    public void Map(ApiRoutes routes)
    {
        routes.Look("events/{id}", ConsoleJson.Default.EventPage, (request, cancellationToken) =>
            OpenAsync(Asked.Id(request), isMasked: true, cancellationToken));
        routes.Act("events/unmasked", ConsoleJson.Default.Act, ConsoleJson.Default.EventPage, (act, cancellationToken) =>
            OpenAsync(act.Of, isMasked: false, cancellationToken));
    }

    private async Task<EventPage> OpenAsync(string id, bool isMasked, CancellationToken cancellationToken)
    {
        var opened = await account.LookAsync(
            verbs => verbs.Events.OpenAsync(id, options.Beside?.EventAsync ?? Nowhere, cancellationToken), cancellationToken);
        return new EventPage(
            opened.Event, opened.Rules, opened.IsWhole, opened.Body is { } body ? personal.Shown(body, isMasked, "event", id) : null,
            isMasked, Validity(opened));
    }

    private static Task<string?> Nowhere(string type, string id, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private Validity? Validity(OpenedEvent opened)
    {
        if (opened.Body is null || !opened.IsWhole)
        {
            return null;
        }

        var (reading, type) = (catalog.Read(), opened.Event.Type ?? "");
        var detail = JsonElement.Parse(opened.Body).TryGetProperty("detail", out var found) ? found : default;
        return (reading.Catalog.FindEvent(type), detail.ValueKind) switch
        {
            (null, _) => new Validity(IsDescribed: false, []),
            (_, not JsonValueKind.Object) => new Validity(IsDescribed: true, [new EventProblem("", "is no envelope, not even an object")]),
            (var described, _) => new Validity(IsDescribed: true, [.. EventValidity.Of(reading, described, detail)]),
        };
    }
}
