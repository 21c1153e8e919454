using System.Text.Json;

namespace Waybill.Catalog.Compatibility.Formulas;

/// <summary>The values without those members that only the reader's schema names: nobody has written them before it did.</summary>
/// <remarks>
/// A name counts as left to the reader where no part of the writer's schema speaks of it, at that place, in whatever branch.
/// </remarks>
internal sealed class AsWritten(Logic logic)
{
    private readonly HashSet<string> _underway = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Formula> _done = new(StringComparer.Ordinal);

    public static Formula Of(Logic logic, JsonElement writer, JsonElement reader) =>
        new AsWritten(logic).At(Speakers.Of(writer), Speakers.Of(reader));

    private Formula At(Speakers writer, Speakers reader)
    {
        if (reader.AreSilent)
        {
            return logic.Everything;
        }

        var key = $"as written: {writer.Key} | {reader.Key}";
        if (_done.TryGetValue(key, out var done))
        {
            return done;
        }

        if (!_underway.Add(key))
        {
            return logic.Name(key, () => _done[key]);
        }

        var meaning = logic.And([.. Members(writer, reader), .. Items(writer, reader)]);
        _underway.Remove(key);
        return _done[key] = meaning;
    }

    private IEnumerable<Formula> Members(Speakers writer, Speakers reader)
    {
        var names = writer.Names.Union(reader.Names, StringComparer.Ordinal).ToList();
        var read = reader.Names.ToHashSet(StringComparer.Ordinal);
        foreach (var name in names)
        {
            yield return read.Contains(name) && !writer.SpeakOf(name)
                ? logic.Not(logic.Has(name))
                : logic.Members(logic.Text(name), At(writer.Member(name), reader.Member(name)));
        }

        yield return logic.Members(logic.Not(logic.Or([.. names.Select(logic.Text)])), At(writer.OtherMember(), reader.OtherMember()));
    }

    private IEnumerable<Formula> Items(Speakers writer, Speakers reader)
    {
        var prefix = Math.Max(writer.LongestPrefix, reader.LongestPrefix);
        for (var i = 0; i <= prefix; i++)
        {
            yield return logic.Items(i, i < prefix ? i : Fact.NoEnd, At(writer.Item(i), reader.Item(i)));
        }
    }
}
