using System.Globalization;

namespace Waybill.Local.Metrics.Expressions;

/// <summary>Reads one expression, by recursive descent.</summary>
internal sealed class MetricMathReader(string text)
{
    private const int Deepest = 100;

    private int _at;
    private int _depth;

    public MetricMath Read()
    {
        var math = ReadSum();
        return _at == text.Length ? math : throw Unexpected("an operator or the end");
    }

    private MetricMath ReadSum()
    {
        var left = ReadProduct();
        while (TryAny("+-") is { } sign)
        {
            left = new MetricMath.Operation(sign, left, ReadProduct());
        }

        return left;
    }

    private MetricMath ReadProduct()
    {
        var left = ReadOne();
        while (TryAny("*/") is { } sign)
        {
            left = new MetricMath.Operation(sign, left, ReadOne());
        }

        return left;
    }

    private MetricMath ReadOne()
    {
        if (++_depth > Deepest)
        {
            throw new MetricMathException($"The expression is more than {Deepest} levels deep.");
        }

        MetricMath one;
        SkipSpace();
        if (TryAny("-") is not null)
        {
            one = new MetricMath.Operation('-', new MetricMath.Number(0), ReadOne());
        }
        else if (TryAny("(") is not null)
        {
            one = ReadSum();
            Expect(")");
        }
        else if (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.'))
        {
            one = new MetricMath.Number(ReadNumber());
        }
        else
        {
            one = ReadNamed();
        }

        _depth--;
        return one;
    }

    private MetricMath ReadNamed()
    {
        var name = ReadName();
        if (name.Length == 0)
        {
            throw Unexpected("a number, an id, FILL or (");
        }

        if (char.IsAsciiLetterLower(name[0]))
        {
            return new MetricMath.Query(name);
        }

        if (name != "FILL")
        {
            throw MetricMathException.OfFunction(name);
        }

        Expect("(");
        var filled = ReadSum();
        Expect(",");
        var minus = TryAny("-") is not null ? -1 : 1;
        var word = ReadName();
        double? value = word switch
        {
            "REPEAT" => null,
            "" => minus * ReadNumber(),
            _ => throw MetricMathException.OfFilling(word),
        };
        Expect(")");
        return new MetricMath.Fill(filled, value);
    }

    private string ReadName()
    {
        SkipSpace();
        var start = _at;
        while (_at < text.Length
            && (char.IsAsciiLetter(text[_at]) || (_at > start && (char.IsAsciiDigit(text[_at]) || text[_at] == '_'))))
        {
            _at++;
        }

        var name = text[start.._at];
        SkipSpace();
        return name;
    }

    private double ReadNumber()
    {
        SkipSpace();
        var start = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.'))
        {
            _at++;
        }

        var read = double.TryParse(text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        SkipSpace();
        return read ? number : throw Unexpected("a number");
    }

    private char? TryAny(string characters)
    {
        SkipSpace();
        if (_at == text.Length || !characters.Contains(text[_at], StringComparison.Ordinal))
        {
            return null;
        }

        var found = text[_at++];
        SkipSpace();
        return found;
    }

    private void Expect(string character)
    {
        if (TryAny(character) is null)
        {
            throw Unexpected($"'{character}'");
        }
    }

    private void SkipSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private MetricMathException Unexpected(string wanted)
    {
        var found = _at >= text.Length ? "the end" : $"'{text[_at..Math.Min(text.Length, _at + 20)]}'";
        return new MetricMathException($"The expression has {found} at character {_at + 1} where {wanted} belongs.");
    }
}
