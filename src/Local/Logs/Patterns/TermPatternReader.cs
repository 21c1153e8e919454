namespace Waybill.Local.Logs.Patterns;

/// <summary>Reads a pattern of terms: <c>ERROR "exact phrase" -without ?any ?of %regex%</c>.</summary>
internal sealed class TermPatternReader(string text)
{
    private readonly PatternCursor _cursor = new(text);

    public TermPattern Read()
    {
        List<TermPattern.Term> required = [], excluded = [], optional = [];
        for (_cursor.SkipSpace(); !_cursor.IsAtEnd; _cursor.SkipSpace())
        {
            var terms = _cursor.Current switch { '-' => excluded, '?' => optional, _ => required };
            if (terms != required)
            {
                _cursor.At++;
            }

            terms.Add(ReadTerm());
        }

        return new TermPattern(required, excluded, optional);
    }

    private TermPattern.Term ReadTerm()
    {
        var start = _cursor.At;
        if (_cursor.IsAtEnd || char.IsWhiteSpace(_cursor.Current))
        {
            throw _cursor.Unexpected("a term");
        }

        var term = _cursor.Current switch
        {
            '"' => new TermPattern.Term(_cursor.Quoted('"'), null),
            '%' => new TermPattern.Term("", _cursor.Regex()),
            _ => new TermPattern.Term(_cursor.While(character => !char.IsWhiteSpace(character)), null),
        };
        if (term.Regex is null && text[start] != '"' && term.Text.Any(character => !char.IsLetterOrDigit(character) && character != '_'))
        {
            throw new FilterPatternException(
                $"Invalid character(s) in term '{term.Text}': what is not alphanumeric belongs in double quotes", start);
        }

        return term.Regex is null && term.Text.Length == 0
            ? throw new FilterPatternException("Invalid character(s) in term '\"\"'", start)
            : term;
    }
}
