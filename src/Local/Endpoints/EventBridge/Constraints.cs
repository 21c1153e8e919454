using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>Members of a request under the constraints of EventBridge's API model; what breaks them is reported together.</summary>
internal sealed class Constraints
{
    public const string RuleName = @"[\.\-_A-Za-z0-9]+";
    public const string BusName = @"[/\.\-_A-Za-z0-9]+";
    public const string BusNameOrArn = @"(arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[/\.\-_A-Za-z0-9]+";
    public const string StatementId = "[a-zA-Z0-9-_]+";

    private const int LongestArn = 1600;

    /// <summary>As EventBridge itself; also what it answers when no limit is given.</summary>
    private const int MostListed = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly List<string> _broken;
    private readonly string _path;

    public Constraints(JsonElement body)
        : this(body, "", [])
    {
    }

    private Constraints(JsonElement body, string path, List<string> broken) => (Body, _path, _broken) = (body, path, broken);

    public JsonElement Body { get; }

    /// <summary>The name that is all a request says.</summary>
    /// <exception cref="AwsException">It is missing, too long, or no name.</exception>
    public static string Name(JsonElement body, string member, int longest)
    {
        var constraints = new Constraints(body);
        var name = constraints.Required(member, longest, RuleName);
        constraints.Check();
        return name;
    }

    /// <summary>A text, or null when it is not given.</summary>
    /// <param name="name">The member.</param>
    /// <param name="longest">Characters at most.</param>
    /// <param name="pattern">What it must match as a whole.</param>
    /// <param name="empty">Whether it may be empty.</param>
    public string? Text(string name, int longest, string? pattern = null, bool empty = false)
    {
        if (Body.Text(name) is not { } text)
        {
            return null;
        }

        Hold(
            pattern is null || Regex.IsMatch(text, $@"^(?:{pattern})\z", RegexOptions.None, Patience), name, text,
            $"satisfy regular expression pattern: {pattern}");
        Hold(text.Length <= longest, name, text, $"have length less than or equal to {longest}");
        Hold(empty || text.Length > 0, name, text, "have length greater than or equal to 1");
        return text;
    }

    public string Required(string name, int longest, string? pattern = null)
    {
        var text = Text(name, longest, pattern);
        Hold(text is not null, name, null, "not be null");
        return text ?? "";
    }

    public int? Number(string name, int from, int to)
    {
        if (Body.Number(name) is not { } number)
        {
            return null;
        }

        Hold(number >= from, name, Invariant(number), $"have value greater than or equal to {from}");
        Hold(number <= to, name, Invariant(number), $"have value less than or equal to {to}");
        return number;
    }

    /// <summary>A time in seconds since 1970.</summary>
    public DateTimeOffset RequiredTime(string name)
    {
        var seconds = Body.Member(name, JsonValueKind.Number)?.GetDouble();
        Hold(seconds is not null, name, null, "not be null");
        return seconds is null or (> -6e10 and < 2e11)
            ? DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Round((seconds ?? 0) * 1000))
            : throw new AwsException("SerializationException", $"{name} must be in epoch seconds, not {seconds}.");
    }

    public string? OneOf(string name, params string[] allowed)
    {
        var text = Body.Text(name);
        Hold(
            text is null || allowed.Contains(text, StringComparer.Ordinal), name, text,
            $"satisfy enum value set: [{string.Join(", ", allowed)}]");
        return text;
    }

    /// <summary>The members of a structure inside, under the same check; null when it is not given.</summary>
    public Constraints? Inside(string name) =>
        Body.Object(name) is { } inside ? new Constraints(inside, $"{_path}{Camel(name)}.", _broken) : null;

    /// <summary>The structures of a list, each under the same check.</summary>
    public IReadOnlyList<Constraints> Items(string name, int least, int most)
    {
        JsonElement[] items = [.. Body.Items(name)];
        Hold(items.Length >= least, name, $"[{items.Length} items]", $"have length greater than or equal to {least}");
        Hold(items.Length <= most, name, $"[{items.Length} items]", $"have length less than or equal to {most}");
        return [.. items.Select((item, i) => new Constraints(item, $"{_path}{Camel(name)}.{i + 1}.member.", _broken))];
    }

    public IReadOnlyDictionary<string, string> Map(string name) => Body.Map(name);

    /// <summary>Tags, each with a key of its own; null when there are none.</summary>
    public IReadOnlyDictionary<string, string>? Tags()
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in Items("Tags", 0, 200))
        {
            tags[tag.Required("Key", 128)] = tag.Text("Value", 256, empty: true) ?? "";
        }

        return tags.Count == 0 ? null : tags;
    }

    /// <summary>The bus a member names, after all constraints so far have been held; the default bus when it is not given.</summary>
    /// <exception cref="AwsException">A constraint was broken, or there is no such bus.</exception>
    public EventBus Bus(Scope scope, Resources resources, string member)
    {
        var name = Text(member, LongestArn, BusNameOrArn) ?? EventBus.Default;
        Check();
        return BusOperations.Get(resources, scope.Bus(name));
    }

    /// <summary>The page that <c>Limit</c> and <c>NextToken</c> ask for.</summary>
    public Page<T> Page<T>(IEnumerable<T> all)
    {
        var limit = Number("Limit", 1, MostListed) ?? MostListed;
        Check();
        return Protocol.Page<T>.Of([.. all], limit, Body.Text("NextToken"))
            ?? throw AwsException.Validation("The provided NextToken is not valid.");
    }

    /// <exception cref="AwsException">A constraint was broken.</exception>
    public void Check()
    {
        if (_broken.Count > 0)
        {
            var errors = _broken.Count == 1 ? "1 validation error" : $"{_broken.Count} validation errors";
            throw AwsException.Validation($"{errors} detected: {string.Join("; ", _broken)}");
        }
    }

    public void Hold(bool holds, string name, string? value, string constraint)
    {
        if (!holds)
        {
            var given = value is null ? "null" : $"'{value}'";
            _broken.Add($"Value {given} at '{_path}{Camel(name)}' failed to satisfy constraint: Member must {constraint}");
        }
    }

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Camel(string name) => $"{char.ToLowerInvariant(name[0])}{name[1..]}";
}
