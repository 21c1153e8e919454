using Waybill.Operations.Failures;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>What is dead, and why.</summary>
internal sealed class FailuresApi(AccountAtHand account, PersonalData personal)
{
    public void Map(ApiRoutes routes)
    {
        routes.Look("failures", ConsoleJson.Default.FailuresPage, (_, cancellationToken) => ReadAsync(cancellationToken));
        routes.Look("letters/{id}", ConsoleJson.Default.LetterPage, (request, cancellationToken) =>
            LetterAsync(Asked.Id(request), request.Query["consumer"], isMasked: true, cancellationToken));
        routes.Act(
            "letters/unmasked", ConsoleJson.Default.Act, ConsoleJson.Default.LetterPage,
            (act, cancellationToken) => LetterAsync(act.Of, consumer: null, isMasked: false, cancellationToken));
    }

    private async Task<FailuresPage> ReadAsync(CancellationToken cancellationToken)
    {
        var list = await account.LookAsync(verbs => verbs.Failures.ReadAsync([], since: null, cancellationToken), cancellationToken);
        var groups = list.Failures.GroupBy(failure => (failure.Consumer, failure.Cause.Title)).Select(group => new LetterGroup(
            group.Key.Consumer, FailureGroup.Of(group, failure => failure.Cause.Title)[0], [.. group.Select(failure => failure.Id)]));
        return new FailuresPage(
            list,
            [.. groups.OrderByDescending(group => group.Group.Count).ThenBy(group => group.Consumer, StringComparer.Ordinal)],
            await (await account.VerbsAsync(cancellationToken)).Failures.HandledAsync(list.Failures, cancellationToken));
    }

    private async Task<LetterPage> LetterAsync(string id, string? consumer, bool isMasked, CancellationToken cancellationToken)
    {
        var (letter, failure) = await account.LookAsync(
            verbs => verbs.Failures.FindAsync(consumer is null ? [] : [consumer], id, cancellationToken), cancellationToken);
        var handled = await (await account.VerbsAsync(cancellationToken)).Failures.HandledAsync([failure], cancellationToken);
        return new LetterPage(
            failure, personal.Shown(letter.Body, isMasked, "message", failure.Id), isMasked, letter.Receives, handled.Count > 0);
    }
}
