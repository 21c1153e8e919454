using System.Text;
using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Tests;

/// <summary>Tests of how much is looked at for an event. Work is counted and not timed, so they are true of every machine.</summary>
public abstract class CountedWork
{
    protected MatchBuffer Matches { get; } = new();

    protected static IEnumerable<int> Numbers(int count) => Enumerable.Range(0, count);

    /// <summary>The work of an event; what matches are the rules' places.</summary>
    internal MatchWork Work(string @event, params string[] patterns)
    {
        var set = RuleSet.Build(patterns.Select((pattern, place) => KeyValuePair.Create($"{place}", EventPattern.Parse(pattern))));
        set.Match(Encoding.UTF8.GetBytes(@event), Matches);
        return Matches.Work;
    }
}
