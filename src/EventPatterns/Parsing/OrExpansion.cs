using System.Runtime.InteropServices;
using Waybill.EventPatterns.Text;

namespace Waybill.EventPatterns.Parsing;

/// <summary>
/// Walks a pattern in the order it is written, with a list of combinations in hand: a condition goes into each of them (over what it had
/// for the path), and <c>$or</c> replaces the list by one copy for each branch.
/// </summary>
internal sealed class OrExpansion(bool orIsKeyword)
{
    /// <summary>The most combinations one pattern may stand for (EventBridge user guide, <c>eb-create-pattern-operators</c>).</summary>
    private const int MaxCombinations = 1000;

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

    private readonly ConditionCompiler _conditions = new(isBeforeOr: !orIsKeyword);
    private readonly List<string> _path = [];

    public Combination[] Compile(PatternNode root)
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

    private List<Draft> Members(PatternNode @object, List<Draft> drafts, bool inBranch)
    {
        for (var i = 0; @object.At(i) is { } member; i++)
        {
            drafts = Member(member, drafts, inBranch);
        }

        return @object.Count == 0 ? throw @object.RefuseRead("Empty objects are not allowed") : drafts;
    }

    private List<Draft> Member(PatternNode member, List<Draft> drafts, bool inBranch)
    {
        if (orIsKeyword && member.Key is Or)
        {
            return Branches(member, drafts);
        }

        if (inBranch && Reserved.Contains(member.Key))
        {
            throw member.Refuse($"{member.Key} is Ruler reserved fieldName which cannot be used inside {Or}.");
        }

        _path.Add(member.Key);
        drafts = member.Kind switch
        {
            NodeKind.Object => Members(member, drafts, inBranch),
            NodeKind.Array => Write(member, drafts),
            _ => throw member.Refuse($"\"{member.Key}\" must be an object or an array"),
        };
        _path.RemoveAt(_path.Count - 1);
        return drafts;
    }

    private List<Draft> Branches(PatternNode or, List<Draft> drafts)
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

            // Survives: ends early what is refused below in the same words; it bounds the memory.
            if (branches.Count + drafts.Count > MaxCombinations)
            {
                throw TooMany(or);
            }

            branches.AddRange(Members(branch, drafts.ConvertAll(draft => draft.Copy()), inBranch: true));
        }
        if (or.At(1) is null)
        {
            throw or.RefuseRead($"There must have at least 2 Objects in {Or} relationship.");
        }

        return branches.Count > MaxCombinations ? throw TooMany(or) : branches;
    }

    private List<Draft> Write(PatternNode leaf, List<Draft> drafts)
    {
        var condition = _conditions.Compile(leaf);
        if (drafts.Count == 0)
        {
            drafts = [new Draft()];
        }

        var path = string.Join('.', _path);
        foreach (var draft in drafts)
        {
            draft[path] = condition;
        }

        return drafts;
    }

    private static RefusedPatternException TooMany(PatternNode or) =>
        or.RefuseRead($"{Or} makes more than {MaxCombinations} combinations; at most {MaxCombinations} are allowed.");

    /// <summary>A combination being written; its paths are in UTF-16 order, on which the meaning of <c>exists: false</c> depends.</summary>
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

        public Combination Finish()
        {
            var conditions = new FieldCondition[Count];
            for (var i = 0; i < conditions.Length; i++)
            {
                conditions[i] = new FieldCondition(GetKeyAtIndex(i), GetValueAtIndex(i));
            }

            return new Combination(ImmutableCollectionsMarshal.AsImmutableArray(conditions));
        }
    }
}
