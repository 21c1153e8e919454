using System.Globalization;
using System.Text.Json;

namespace Waybill.Local.Logs.Patterns;

/// <summary>Reads a JSON pattern: <c>{ $.level = "Error" &amp;&amp; ($.ms > 100 || $.id NOT EXISTS) }</c>; <c>&amp;&amp;</c> binds closer
/// than
/// <c>||</c>.</summary>
internal sealed class JsonPatternReader(string text)
{
    private const int MostRegexes = 2;
    private const int MostWildcards = 3;
    private const int Deepest = 100;

    private static readonly string[] Operators = ["!=", "<=", ">=", "=", "<", ">"];

    private readonly PatternCursor _cursor = new(text);
    private int _regexes;
    private int _wildcards;
    private int _depth;

    public JsonPattern Read()
    {
        if (!text.TrimEnd().EndsWith('}'))
        {
            throw new FilterPatternException("If a filter pattern starts with '{' it must end with '}'", text.Length);
        }

        _cursor.Try("{");
        var condition = ReadEither();
        if (!_cursor.Try("}"))
        {
            throw _cursor.Unexpected("&&, || or }");
        }

        _cursor.SkipSpace();
        return _cursor.IsAtEnd ? new JsonPattern(condition) : throw _cursor.Unexpected("the end");
    }

    private JsonCondition ReadEither()
    {
        var left = ReadBoth();
        while (_cursor.Try("||"))
        {
            left = new JsonCondition.Either(left, ReadBoth());
        }

        return left;
    }

    private JsonCondition ReadBoth()
    {
        var left = ReadOne();
        while (_cursor.Try("&&"))
        {
            left = new JsonCondition.Both(left, ReadOne());
        }

        return left;
    }

    private JsonCondition ReadOne()
    {
        if (!_cursor.Try("("))
        {
            return ReadComparison();
        }

        if (++_depth > Deepest)
        {
            throw new FilterPatternException($"more than {Deepest} parentheses in one another", _cursor.At);
        }

        var inner = ReadEither();
        _depth--;
        return _cursor.Try(")") ? inner : throw _cursor.Unexpected("&&, || or )");
    }

    private JsonCondition ReadComparison()
    {
        var selector = ReadSelector();
        if (_cursor.Try("NOT"))
        {
            return _cursor.Try("EXISTS") ? new JsonCondition.NotExists(selector) : throw _cursor.Unexpected("EXISTS");
        }

        if (_cursor.Try("IS"))
        {
            return new JsonCondition.Is(
                selector,
                _cursor.Try("NULL") ? JsonValueKind.Null
                    : _cursor.Try("TRUE") ? JsonValueKind.True
                    : _cursor.Try("FALSE") ? JsonValueKind.False
                    : throw _cursor.Unexpected("NULL, TRUE or FALSE"));
        }

        var comparison = Operators.FirstOrDefault(_cursor.Try)
            ?? throw _cursor.Unexpected("=, !=, <, <=, >, >=, IS or NOT EXISTS");
        return ReadValue(selector, comparison);
    }

    private JsonCondition ReadValue(JsonSelector selector, string comparison)
    {
        _cursor.SkipSpace();
        var start = _cursor.At;
        var isEquality = comparison is "=" or "!=";
        if (isEquality && !_cursor.IsAtEnd && _cursor.Current == '%')
        {
            Bound(ref _regexes, MostRegexes, "regular expressions");
            return new JsonCondition.Matched(selector, _cursor.Regex(), comparison == "=");
        }

        var isQuoted = !_cursor.IsAtEnd && _cursor.Current == '"';
        var value = isQuoted ? _cursor.Quoted('"') : ReadUnquoted();
        return isEquality ? new JsonCondition.Equality(selector, value, isQuoted, comparison == "=")
            : !isQuoted && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? new JsonCondition.Compared(selector, comparison, number)
            : throw new FilterPatternException($"Invalid character(s) in term '{value}': {comparison} compares with a number", start);
    }

    private string ReadUnquoted()
    {
        var value = _cursor.While(character => !char.IsWhiteSpace(character) && character is not (')' or '}' or '(' or '&' or '|' or '"'));
        return value.Length > 0 ? value : throw _cursor.Unexpected("a value");
    }

    private JsonSelector ReadSelector()
    {
        if (!_cursor.Try("$"))
        {
            throw _cursor.Unexpected("a selector such as $.name");
        }

        var steps = new List<JsonSelector.Step>();
        while (!_cursor.IsAtEnd && _cursor.Current is '.' or '[')
        {
            steps.Add(ReadStep());
        }

        if (steps.Count == 0)
        {
            throw _cursor.Unexpected("a member such as .name");
        }

        if (steps.Exists(step => step.IsWildcard))
        {
            Bound(ref _wildcards, MostWildcards, "wildcard selectors");
            return steps.Count(step => step.IsWildcard) == 1
                ? new JsonSelector(steps)
                : throw new FilterPatternException("a selector can have one wildcard only", _cursor.At);
        }

        return new JsonSelector(steps);
    }

    private JsonSelector.Step ReadStep()
    {
        var hasDot = _cursor.Current == '.';
        _cursor.At += hasDot ? 1 : 0;
        if (!_cursor.IsAtEnd && _cursor.Current == '[')
        {
            _cursor.At++;
            var inner = ReadBracketed(hasDot);
            return _cursor.Try("]") ? inner : throw _cursor.Unexpected("]");
        }

        if (!_cursor.IsAtEnd && _cursor.Current == '*')
        {
            _cursor.At++;
            return new JsonSelector.Step(null, null);
        }

        var name = _cursor.While(character => char.IsLetterOrDigit(character) || character is '_' or '-' or '@' or ':' or '/');
        return name.Length > 0 ? new JsonSelector.Step(name, null) : throw _cursor.Unexpected("a member's name");
    }

    private JsonSelector.Step ReadBracketed(bool hasDot)
    {
        _cursor.SkipSpace();
        if (!_cursor.IsAtEnd && _cursor.Current is '\'' or '"')
        {
            return new JsonSelector.Step(_cursor.Quoted(_cursor.Current), null);
        }

        if (!hasDot && _cursor.Try("*"))
        {
            return new JsonSelector.Step(null, null);
        }

        return !hasDot && int.TryParse(_cursor.While(char.IsAsciiDigit), CultureInfo.InvariantCulture, out var index)
            ? new JsonSelector.Step(null, index)
            : throw _cursor.Unexpected(hasDot ? "a quoted name" : "an index, * or a quoted name");
    }

    private void Bound(ref int count, int most, string what)
    {
        if (++count > most)
        {
            throw new FilterPatternException($"a pattern can have {most} {what} at most", _cursor.At);
        }
    }
}
