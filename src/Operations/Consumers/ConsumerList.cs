using Waybill.Catalog.Reading;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Consumers;

/// <summary>The consumers of an account, found by what people type.</summary>
/// <param name="All">By title.</param>
/// <param name="QueueUrls">The URL of every queue of the account, by name.</param>
public sealed record ConsumerList(IReadOnlyList<Consumer> All, IReadOnlyDictionary<string, string> QueueUrls)
{
    /// <summary>Finds one by <c>Team/Name</c>, its name, its function's or its queue's; letters' case does not count.</summary>
    /// <exception cref="OperationException">There is none, or several; the message has those that could be meant.</exception>
    public Consumer Find(string given)
    {
        var found = All.Where(consumer => Names(consumer).Contains(given, StringComparer.OrdinalIgnoreCase)).ToList();
        return found switch
        {
            [var one] => one,
            [] => throw new OperationException(
                $"There is no consumer '{given}'{Spelling.DidYouMean(given, All.SelectMany(Names))}; there "
                + $"{(All.Count == 0 ? "are none: no function of this account and region polls a queue" : $"are {Titles(All)}")}."),
            _ => throw new OperationException(
                $"'{given}' is {found.Count} consumers; say which by its queue: "
                + $"{string.Join(", ", found.Select(consumer => consumer.Queue.Name))}."),
        };
    }

    /// <summary>Those that were named, or all when none was.</summary>
    public IReadOnlyList<Consumer> Find(IReadOnlyCollection<string> given) => given.Count == 0 ? All : [.. given.Select(Find).Distinct()];

    private static string[] Names(Consumer consumer) => [consumer.Title, consumer.Name, consumer.Function, consumer.Queue.Name];

    private static string Titles(IEnumerable<Consumer> consumers)
    {
        const int Most = 20;
        var titles = consumers.Select(consumer => consumer.Title).ToList();
        return string.Join(", ", titles.Take(Most)) + (titles.Count > Most ? $" and {titles.Count - Most} more" : "");
    }
}
