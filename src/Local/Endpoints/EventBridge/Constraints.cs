using System.Text.Json;
using System.Text.RegularExpressions;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.EventBridge;

/// <summary>Members of a request under the constraints of EventBridge's API model; what breaks them is reported together.</summary>
internal sealed class Constraints(JsonElement body)
{
    public const string RuleName = @"[\.\-_A-Za-z0-9]+";
    public const string BusName = @"[/\.\-_A-Za-z0-9]+";
    public const string BusNameOrArn = @"(arn:aws[\w-]*:events:[a-z]+-[a-z]+-[\w-]+:[0-9]{12}:event-bus\/)?[/\.\-_A-Za-z0-9]+";

    /// <summary>As EventBridge itself; also what it answers when no limit is given.</summary>
    private const int MostListed = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly List<string> _broken = [];

    /// <summary>A text, or null when it is not given.</summary>
    public string? Text(string name, int longest, string? pattern = null)
    {
        if (body.Text(name) is not { } text)
        {
            return null;
        }

        Hold(text.Length <= longest, name, text, $"have length less than or equal to {longest}");
        Hold(text.Length > 0, name, text, "have length greater than or equal to 1");
        Hold(
            pattern is null || Regex.IsMatch(text, $@"^(?:{pattern})\z", RegexOptions.None, Patience), name, text,
            $"satisfy regular expression pattern: {pattern}");
        return text;
    }

    public string Required(string name, int longest, string? pattern = null)
    {
        var text = Text(name, longest, pattern);
        Hold(text is not null, name, null, "not be null");
        return text ?? "";
    }

    public string? OneOf(string name, params string[] allowed)
    {
        var text = body.Text(name);
        Hold(
            text is null || allowed.Contains(text, StringComparer.Ordinal), name, text,
            $"satisfy enum value set: [{string.Join(", ", allowed)}]");
        return text;
    }

    /// <summary>The page that <c>Limit</c> and <c>NextToken</c> ask for.</summary>
    public Page<T> Page<T>(IEnumerable<T> all)
    {
        var limit = body.Number("Limit") ?? MostListed;
        Hold(limit >= 1, "Limit", $"{limit}", "have value greater than or equal to 1");
        Hold(limit <= MostListed, "Limit", $"{limit}", $"have value less than or equal to {MostListed}");
        Check();
        return Protocol.Page<T>.Of([.. all], limit, body.Text("NextToken"))
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

    private void Hold(bool holds, string name, string? value, string constraint)
    {
        if (!holds)
        {
            var given = value is null ? "null" : $"'{value}'";
            _broken.Add(
                $"Value {given} at '{char.ToLowerInvariant(name[0])}{name[1..]}' failed to satisfy constraint: Member must {constraint}");
        }
    }
}
