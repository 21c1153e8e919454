using System.Collections.Concurrent;
using Waybill.Local.Account;

namespace Waybill.Local.Bus.Routing;

/// <summary>The routes of every bus, which follow the account's rules and archives.</summary>
internal sealed class AccountRoutes
{
    private readonly ConcurrentDictionary<string, BusRoutes> _buses = new(StringComparer.Ordinal);

    public AccountRoutes(LiveAccount account)
    {
        var rules = account.Now.All<Rule>().ToLookup(rule => rule.BusArn, StringComparer.Ordinal);
        var archives = account.Now.All<Archive>().ToLookup(archive => archive.BusArn, StringComparer.Ordinal);
        foreach (var bus in rules.Select(group => group.Key).Union(archives.Select(group => group.Key), StringComparer.Ordinal))
        {
            _buses[bus] = BusRoutes.Build([.. rules[bus]], [.. archives[bus]]);
        }

        account.Follow(Follow);
    }

    /// <summary>Of all buses.</summary>
    public IEnumerable<RuleRoute> Rules => _buses.Values.SelectMany(bus => bus.Rules);

    /// <summary>A bus that nobody listens to has none.</summary>
    public BusRoutes Of(string busArn) => _buses.GetValueOrDefault(busArn, BusRoutes.None);

    private void Follow(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            var busArn = (step.After ?? step.Before) switch
            {
                Rule rule => rule.BusArn,
                Archive archive => archive.BusArn,
                _ => null,
            };
            if (busArn is null)
            {
                continue;
            }

            _buses[busArn] = step.After switch
            {
                Rule rule => Of(busArn).With(rule),
                Archive archive => Of(busArn).With(archive),
                _ => Of(busArn).Without(step.Before!),
            };
        }
    }
}
