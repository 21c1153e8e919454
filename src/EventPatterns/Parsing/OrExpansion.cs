using System.Runtime.InteropServices;
using Waybill.EventPatterns.Matching;

namespace Waybill.EventPatterns.Parsing;

/// <summary>
/// Walks a pattern in the order it is written, with a list of flat rules in hand: a condition goes into every rule of the list (over
/// what that rule had for the path), and <c>$or</c> replaces the list by one copy for each branch.
/// </summary>
internal sealed class OrExpansion(bool orIsKeyword)
{
    /// <summary>The most rules one pattern may stand for (EventBridge user guide, <c>eb-create-pattern-operators</c>).</summary>
    private const int MaxRules = 1000;

    private const string Or = "$or";

    // EventBridge refuses these as field names inside $or, for what they mean now or may mean one day.
    // Stryker disable once String : read once, before a mutant is switched on; RefusalTests has every name.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists", "wildcard", "numeric", "cidr",
        "=", "<", "<=", ">", ">=",
        "regex", "not-wildcard", "not-equals-ignore-case",
        "date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range",
        "ip-address-in-range", "ip-address-not-in-range",
    };

    private readonly List<string> _path = [];

    public FlatRule[] Compile(PatternNode root)
    {
        if (root.Kind == NodeKind.Broken)
        {
            throw root.RefuseRead(root.String);
        }

        if (root.Kind != NodeKind.Object)
        {
            throw root.Refuse("Filter is not an object");
        }

        return [.. Members(root, [], inBranch: false).Select(draft => draft.Finish())];
    }

    private List<Draft> Members(PatternNode @object, List<Draft> rules, bool inBranch)
    {
        for (var i = 0; @object.At(i) is { } member; i++)
        {
            rules = Member(member, rules, inBranch);
        }

        return @object.Count == 0 ? throw @object.RefuseRead("Empty objects are not allowed") : rules;
    }

    private List<Draft> Member(PatternNode member, List<Draft> rules, bool inBranch)
    {
        if (orIsKeyword && member.Key is Or)
        {
            return Branches(member, rules);
        }

        if (inBranch && Reserved.Contains(member.Key))
        {
            throw member.Refuse($"{member.Key} is Ruler reserved fieldName which cannot be used inside {Or}.");
        }

        _path.Add(member.Key);
        rules = member.Kind switch
        {
            NodeKind.Object => Members(member, rules, inBranch),
            NodeKind.Array => Write(member, rules),
            _ => throw member.Refuse($"\"{member.Key}\" must be an object or an array"),
        };
        _path.RemoveAt(_path.Count - 1);
        return rules;
    }

    private List<Draft> Branches(PatternNode or, List<Draft> rules)
    {
        if (or.Kind != NodeKind.Array)
        {
            throw or.Refuse($"It must be an Array followed with {Or}.");
        }

        var branches = new List<Draft>();
        foreach (var branch in or.Children())
        {
            if (branch.Kind != NodeKind.Object)
            {
                throw branch.Refuse($"Only JSON object is allowed in array of {Or} relationship.");
            }

            if (branches.Count + rules.Count > MaxRules)
            {
                throw TooMany(or);
            }

            branches.AddRange(Members(branch, rules.ConvertAll(rule => rule.Copy()), inBranch: true));
        }
        if (or.At(1) is null)
        {
            throw or.RefuseRead($"There must have at least 2 Objects in {Or} relationship.");
        }

        return branches.Count > MaxRules ? throw TooMany(or) : branches;
    }

    private List<Draft> Write(PatternNode leaf, List<Draft> rules)
    {
        var condition = ConditionCompiler.Compile(leaf);
        if (rules.Count == 0)
        {
            rules = [new Draft()];
        }

        var path = string.Join('.', _path);
        foreach (var rule in rules)
        {
            rule[path] = condition;
        }

        return rules;
    }

    private static InvalidEventPatternException TooMany(PatternNode or) =>
        or.RefuseRead($"{Or} makes more than {MaxRules} combinations; at most {MaxRules} are allowed.");

    /// <summary>A rule being written; its paths are in UTF-16 order, on which the meaning of <c>exists: false</c> depends.</summary>
    private sealed class Draft() : SortedList<string, Condition>(StringComparer.Ordinal)
    {
        public Draft Copy()
        {
            var copy = new Draft();
            foreach (var (path, condition) in this)
            {
                copy[path] = condition;
            }

            return copy;
        }

        public FlatRule Finish()
        {
            var conditions = new FieldCondition[Count];
            for (var i = 0; i < conditions.Length; i++)
            {
                conditions[i] = new FieldCondition(GetKeyAtIndex(i), GetValueAtIndex(i));
            }

            return new FlatRule(ImmutableCollectionsMarshal.AsImmutableArray(conditions));
        }
    }
}
