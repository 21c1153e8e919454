using System.Text.RegularExpressions;

namespace Waybill.Local.Logs.Patterns;

/// <summary>Terms that an event must have, must not have, or must have one of.</summary>
/// <remarks>A term is any part of the message, in the same case. Next to other terms, optional ones (<c>?</c>) mean nothing, as in
/// AWS.</remarks>
internal sealed class TermPattern(IReadOnlyList<TermPattern.Term> required, IReadOnlyList<TermPattern.Term> excluded,
    IReadOnlyList<TermPattern.Term> optional) : FilterPattern
{
    public override bool Matches(string message) =>
        required.All(term => term.IsIn(message))
        && !excluded.Any(term => term.IsIn(message))
        && (required.Count + excluded.Count > 0 || optional.Any(term => term.IsIn(message)));

    internal sealed record Term(string Text, Regex? Regex)
    {
        public bool IsIn(string message) => Regex?.IsMatch(message) ?? message.Contains(Text, StringComparison.Ordinal);
    }
}
