using System.Text;

namespace Waybill.Local.Account.Composite;

/// <summary>Reads one alarm rule, by recursive descent.</summary>
internal sealed class AlarmRuleReader(string text)
{
    private static readonly string[] States = ["ALARM", "OK", "INSUFFICIENT_DATA"];

    private int _at;
    private int _elements;

    public AlarmRule Read()
    {
        if (text.Length is 0 or > AlarmRule.Longest)
        {
            throw new AlarmRuleException($"AlarmRule must have 1 to {AlarmRule.Longest} characters, not {text.Length}.");
        }

        var rule = ReadEither();
        SkipSpace();
        if (_at < text.Length)
        {
            throw Unexpected("AND, OR or the end");
        }

        return rule.Alarms.Count > AlarmRule.MostAlarms
            ? throw new AlarmRuleException($"AlarmRule names {rule.Alarms.Count} alarms; allowed are {AlarmRule.MostAlarms}.")
            : rule;
    }

    private AlarmRule ReadEither()
    {
        var left = ReadBoth();
        while (TryWord("OR"))
        {
            left = new AlarmRule.Either(left, ReadBoth());
        }

        return left;
    }

    private AlarmRule ReadBoth()
    {
        var left = ReadOne();
        while (TryWord("AND"))
        {
            left = new AlarmRule.Both(left, ReadOne());
        }

        return left;
    }

    private AlarmRule ReadOne()
    {
        if (TryWord("NOT"))
        {
            // Not counted by CloudWatch; here it bounds the depth, as every other way to nest does.
            Count();
            return new AlarmRule.Not(ReadOne());
        }

        SkipSpace();
        Count();
        if (TryCharacter('('))
        {
            Count();
            var inner = ReadEither();
            Expect(')');
            return inner;
        }

        foreach (var constant in (bool[])[true, false])
        {
            if (TryWord(constant ? "TRUE" : "FALSE", StringComparison.OrdinalIgnoreCase))
            {
                return new AlarmRule.Constant(constant);
            }
        }

        foreach (var state in States)
        {
            if (TryWord(state))
            {
                Expect('(');
                var name = ReadName();
                Expect(')');
                return new AlarmRule.InState(name, state);
            }
        }

        throw Unexpected("ALARM(…), OK(…), INSUFFICIENT_DATA(…), TRUE, FALSE, NOT or (");
    }

    private string ReadName()
    {
        SkipSpace();
        if (!TryCharacter('"'))
        {
            var end = text.IndexOf(')', _at);
            var plain = (end < 0 ? text[_at..] : text[_at..end]).Trim();
            _at = end < 0 ? text.Length : end;
            return plain.Length > 0 ? plain : throw Unexpected("an alarm's name or ARN");
        }

        var name = new StringBuilder();
        for (; _at < text.Length && text[_at] != '"'; _at++)
        {
            _at += text[_at] == '\\' && _at + 1 < text.Length ? 1 : 0;
            name.Append(text[_at]);
        }

        Expect('"');
        return name.Length > 0 ? name.ToString() : throw Unexpected("an alarm's name or ARN");
    }

    private void Count()
    {
        if (++_elements > AlarmRule.MostElements)
        {
            throw new AlarmRuleException($"AlarmRule has more than {AlarmRule.MostElements} elements.");
        }
    }

    private bool TryWord(string word, StringComparison comparison = StringComparison.Ordinal)
    {
        SkipSpace();
        var end = _at + word.Length;
        if (string.Compare(text, _at, word, 0, word.Length, comparison) != 0
            || (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')))
        {
            return false;
        }

        _at = end;
        return true;
    }

    private bool TryCharacter(char wanted)
    {
        SkipSpace();
        if (_at == text.Length || text[_at] != wanted)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(char wanted)
    {
        if (!TryCharacter(wanted))
        {
            throw Unexpected($"'{wanted}'");
        }
    }

    private void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private AlarmRuleException Unexpected(string wanted)
    {
        var found = _at >= text.Length ? "the end" : $"'{text[_at..Math.Min(text.Length, _at + 20)]}'";
        return new AlarmRuleException($"AlarmRule has {found} at character {_at + 1} where {wanted} belongs.");
    }
}
