using System.Collections.Concurrent;
using Waybill.Operations.Failures;

namespace Waybill.Operations.Redriving;

/// <summary>What has become of a plan's letters so far; several batches work on it at once.</summary>
internal sealed class Moving(RedrivePlan plan, IProgress<int> progress)
{
    private readonly HashSet<string> _wanted = plan.Failures.Select(failure => failure.Id).ToHashSet(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _messages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _unmoved = new(StringComparer.Ordinal);
    private int _moved;

    /// <summary>Whether any letter has been sent.</summary>
    public bool HasBegun => !_messages.IsEmpty;

    public bool Wants(DeadLetter letter) => _wanted.Contains(letter.Id) && !_messages.ContainsKey(letter.Id);

    public void Refuse(DeadLetter letter, string reason) => _unmoved[letter.Id] = reason;

    public void Sent(DeadLetter letter, string message) => _messages[letter.Id] = message;

    /// <param name="letters">Letters that were sent.</param>
    /// <param name="kept">Those of them that are still in the dead-letter queue as well.</param>
    public void Deleted(List<DeadLetter> letters, IReadOnlySet<string> kept)
    {
        foreach (var letter in letters.Where(letter => kept.Contains(letter.Id)))
        {
            Refuse(letter, "it is in the queue, and could not be deleted here; the next redrive sends it once more");
        }

        progress.Report(Interlocked.Add(ref _moved, letters.Count - kept.Count));
    }

    public RedriveMoves Result(string? ended) => new(
        _wanted.Count, _moved, [.. _unmoved.Select(one => new Unmoved(one.Key, one.Value))],
        ended is null ? _wanted.Count(id => !_messages.ContainsKey(id) && !_unmoved.ContainsKey(id)) : 0, ended)
    {
        Messages = _messages.ToDictionary(StringComparer.Ordinal),
    };
}
