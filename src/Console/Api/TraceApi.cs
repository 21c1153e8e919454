using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>What happened because of what, and what each rule said to it.</summary>
internal sealed class TraceApi(AccountAtHand account)
{
    private const int UsualHours = 24;

    public void Map(ApiRoutes routes)
    {
        routes.Look("traces/{id}", ConsoleJson.Default.Trace, (request, cancellationToken) => account.LookAsync(
            verbs => verbs.Trace.ReadAsync(Asked.Id(request), Asked.Ago(request, UsualHours), cancellationToken), cancellationToken));
        routes.Look("lines", ConsoleJson.Default.LineList, async (request, cancellationToken) => new LineList(
            await (await account.VerbsAsync(cancellationToken)).Lines.ReadAsync(
                Asked.Needed<string>(request, "consumer"), Asked.Needed<string>(request, "message"),
                Asked.Needed<DateTimeOffset>(request, "at"), Asked.Needed<TimeSpan>(request, "took"), cancellationToken)));
        routes.Look("explanations/{id}", ConsoleJson.Default.Explanation, (request, cancellationToken) => account.LookAsync(
            verbs => verbs.Rules.OfIdAsync(Asked.Id(request), rule: null, cancellationToken), cancellationToken));
    }
}
