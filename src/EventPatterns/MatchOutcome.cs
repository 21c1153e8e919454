namespace Waybill.EventPatterns;

/// <summary>What came of holding one event against a <see cref="RuleSet"/>.</summary>
public enum MatchOutcome
{
    /// <summary>The event is sound and no rule matches it.</summary>
    NoMatch,

    /// <summary>At least one rule matches.</summary>
    Matched,

    /// <summary>The event is JSON, but not an object.</summary>
    NotAnObject,

    /// <summary>The event is not JSON in UTF-8, is nested deeper than 1,000 levels, or has a number of over 1,000 characters.</summary>
    Malformed,

    /// <summary>The event is larger than 2 MiB.</summary>
    TooLarge,

    /// <summary>
    /// Deciding took more steps than any sensible event needs: some milliseconds, up to tens of them for an event of a megabyte. Only an
    /// event in which one path leads to several places of one element can do that (PATTERNS.md, "Events").
    /// </summary>
    TooComplex,
}
