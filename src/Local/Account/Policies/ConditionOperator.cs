using System.Globalization;
using System.Net;

namespace Waybill.Local.Account.Policies;

/// <summary>One operator of a policy's <c>Condition</c>: how a value of the request is held against the values a statement lists.</summary>
/// <remarks>https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html</remarks>
internal sealed record ConditionOperator
{
    private const string IfExistsSuffix = "IfExists";
    private const string ForAll = "ForAllValues:";
    private const string ForAny = "ForAnyValue:";

    /// <summary>True of a key that is absent exactly when the policy says "true".</summary>
    private const string Null = "Null";

    private static readonly Dictionary<string, Func<string, string, bool>> Comparisons = new(StringComparer.Ordinal)
    {
        ["StringEquals"] = (given, listed) => string.Equals(given, listed, StringComparison.Ordinal),
        ["StringEqualsIgnoreCase"] = (given, listed) => string.Equals(given, listed, StringComparison.OrdinalIgnoreCase),
        ["StringLike"] = (given, listed) => Wildcard.Matches(listed, given),
        ["ArnEquals"] = (given, listed) => Wildcard.MatchesArn(listed, given),
        ["ArnLike"] = (given, listed) => Wildcard.MatchesArn(listed, given),
        ["Bool"] = (given, listed) => string.Equals(given, listed, StringComparison.OrdinalIgnoreCase),
        ["IpAddress"] = (given, listed) => IPAddress.TryParse(given, out var address) && Network(listed).Contains(address),
        ["NumericEquals"] = (given, listed) => Compare(given, listed) == 0,
        ["NumericLessThan"] = (given, listed) => Compare(given, listed) < 0,
        ["NumericLessThanEquals"] = (given, listed) => Compare(given, listed) <= 0,
        ["NumericGreaterThan"] = (given, listed) => Compare(given, listed) > 0,
        ["NumericGreaterThanEquals"] = (given, listed) => Compare(given, listed) >= 0,
    };

    private static readonly Dictionary<string, string> Opposites = new(StringComparer.Ordinal)
    {
        ["StringNotEquals"] = "StringEquals",
        ["StringNotEqualsIgnoreCase"] = "StringEqualsIgnoreCase",
        ["StringNotLike"] = "StringLike",
        ["ArnNotEquals"] = "ArnEquals",
        ["ArnNotLike"] = "ArnLike",
        ["NotIpAddress"] = "IpAddress",
        ["NumericNotEquals"] = "NumericEquals",
    };

    private string _comparison = "";
    private bool _negated;
    private bool _ifExists;
    private string _set = "";

    public static string Supported => string.Join(", ", Comparisons.Keys.Concat(Opposites.Keys).Append(Null).Order(StringComparer.Ordinal))
        + "; each but Null also with IfExists, ForAllValues: or ForAnyValue:";

    /// <summary>Null when the operator is not known.</summary>
    public static ConditionOperator? Parse(string name)
    {
        if (name == Null)
        {
            return new ConditionOperator { _comparison = Null };
        }

        var set = new[] { ForAll, ForAny }.FirstOrDefault(qualifier => name.StartsWith(qualifier, StringComparison.Ordinal)) ?? "";
        var ifExists = name.EndsWith(IfExistsSuffix, StringComparison.Ordinal);
        var plain = name[set.Length..(ifExists ? name.Length - IfExistsSuffix.Length : name.Length)];
        var negated = Opposites.TryGetValue(plain, out var opposite);
        return Comparisons.ContainsKey(opposite ?? plain)
            ? new ConditionOperator { _comparison = opposite ?? plain, _negated = negated, _ifExists = ifExists, _set = set }
            : null;
    }

    /// <summary>What is wrong with a listed value, or null.</summary>
    public string? Problem(string listed) => _comparison switch
    {
        "Bool" or Null when !bool.TryParse(listed, out _) => $"'{listed}' is neither true nor false",
        "IpAddress" when !TryNetwork(listed, out _) => $"'{listed}' is no address or CIDR block",
        ['N', 'u', 'm', 'e', ..] when !double.TryParse(listed, CultureInfo.InvariantCulture, out _) => $"'{listed}' is no number",
        _ => null,
    };

    /// <summary>Whether the request's value (null when the request has no such key) meets the condition.</summary>
    public bool IsMet(string? given, IReadOnlyList<string> listed)
    {
        if (_comparison == Null)
        {
            return listed.Any(value => bool.Parse(value) == given is null);
        }

        if (given is null)
        {
            return _ifExists || _set == ForAll || (_set.Length == 0 && _negated);
        }

        return listed.Any(value => Comparisons[_comparison](given, value)) != _negated;
    }

    private static double Compare(string given, string listed) =>
        double.TryParse(given, CultureInfo.InvariantCulture, out var number)
            ? number.CompareTo(double.Parse(listed, CultureInfo.InvariantCulture))
            : double.NaN;

    private static IPNetwork Network(string listed) => TryNetwork(listed, out var network) ? network : default;

    /// <summary>An address without a prefix is a block of one.</summary>
    private static bool TryNetwork(string listed, out IPNetwork network)
    {
        var bits = listed.Contains(':', StringComparison.Ordinal) ? 128 : 32;
        return IPNetwork.TryParse(listed.Contains('/', StringComparison.Ordinal) ? listed : $"{listed}/{bits}", out network);
    }
}
