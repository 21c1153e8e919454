namespace Waybill.Local.Endpoints;

/// <summary>A call of laptop mode's own API, in a line.</summary>
internal sealed record AdminPath(string Method, string Name, string Text);

/// <summary>Every call of laptop mode's own API (docs/admin-api.md).</summary>
internal static class AdminPaths
{
    public const string Root = "/_waybill/";

    public static readonly IReadOnlyList<AdminPath> All =
    [
        new("GET", "status", "queues, what waits and until when, counts, addresses of what runs beside the stacks"),
        new("GET", "mails", "mails that were sent, and caught; ?to= and ?subject= choose"),
        new("GET", "events", "archived events, an envelope a line; ?detailType= and ?id= choose"),
        new("GET", "metrics", "sums of metrics since the start; ?namespace= and ?name= choose"),
        new("GET", "alarms", "each alarm and its state"),
        new("GET", "chaos", "the disturbances that are on"),
        new("PUT", "chaos", "disturbs from now on"),
        new("DELETE", "chaos", "ends a disturbance (?kind=), or all"),
        new("POST", "reset", "makes everything as it was at the first start: messages, events and what calls changed are gone"),
    ];
}
