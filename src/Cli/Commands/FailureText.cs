using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Waybill.Local.Functions;
using Text = Spectre.Console.Markup;

namespace Waybill.Cli.Commands;

/// <summary>A failed event as somebody who mends it wants to read it: what was thrown, where in the team's own code, because of what,
/// which call to others failed, which event it was, and when it is tried again.</summary>
internal sealed partial class FailureText(JsonElement line, Retry? retry)
{
    private const string Indent = "\n    ";
    private const int MostFrameworkFrames = 3;
    private const int MostOwnFrames = 10;

    /// <summary>Nobody mends those.</summary>
    private static readonly string[] FrameworkFrames =
        ["System.", "Microsoft.", "Amazon.", "AWSSDK.", "Polly.", "Waybill.Eventing.", "Interop."];

    private static readonly string[] Ids = ["eventType", "eventId", "messageId", "idempotencyKey"];

    /// <summary>Several lines.</summary>
    public string Markup => string.Concat(Lines().Select((text, n) => n == 0 ? text : Indent + text));

    /// <summary>Which attempt it was, and when the next one is.</summary>
    public static string Again(JsonElement line, Retry? retry)
    {
        if (!line.TryGetProperty("attempt", out var value) || !value.TryGetInt64(out var attempt) || retry is null)
        {
            return "";
        }

        var took = line.TryGetProperty("tookMs", out var ms) && ms.TryGetDouble(out var passed) ? passed / 1000 : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{Indent}[yellow]attempt {attempt}") + (retry.MostAttempts is { } most
            ? string.Create(CultureInfo.InvariantCulture, $" of {most}") + (attempt < most ? In() : ", the last: it becomes a dead letter")
            : In()) + "[/]";

        string In() => string.Create(CultureInfo.InvariantCulture, $", again in {Math.Ceiling(retry.Pause.TotalSeconds - took):0} s");
    }

    private IEnumerable<string> Lines()
    {
        yield return Text.Escape(Member("message") ?? "");
        yield return $"[bold]{Text.Escape(Member("error") ?? "")}[/]";
        foreach (var frame in Frames(Member("stackTrace") ?? ""))
        {
            yield return $"  {frame}";
        }

        foreach (var cause in Members("causes"))
        {
            yield return $"caused by {Text.Escape(Shorten(cause))}";
        }

        foreach (var call in Members("calls"))
        {
            yield return $"failed call: {Text.Escape(call)}";
        }

        var ids = string.Join("  ", Ids.Where(Has).Select(name => $"{name} {Member(name)}"));
        yield return $"[grey]{Text.Escape(ids)}[/]{Again(line, retry)}";
    }

    /// <summary>The team's own frames, or the innermost where it has none; how many others there are is one line.</summary>
    private static IEnumerable<string> Frames(string stack)
    {
        List<string> all = [.. stack.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(frame => frame.StartsWith("at ", StringComparison.Ordinal))];
        // What tries again and again passes through the same frames.
        List<string> own = [.. all.Where(IsOwn).Distinct(StringComparer.Ordinal).Take(MostOwnFrames)];
        var shown = own.Count > 0 ? own : [.. all.Take(MostFrameworkFrames)];
        return shown.Select(frame => Text.Escape(Shorten(frame)))
            .Concat(all.Count > shown.Count
                ? [$"[grey]… and {all.Count - shown.Count} more, of .NET and the platform above all[/]"] : []);
    }

    private static bool IsOwn(string frame) =>
        !FrameworkFrames.Any(name => frame.StartsWith("at " + name, StringComparison.Ordinal));

    /// <summary>No parameters; a file as it is in the checkout, and its line as editors' terminals make a link of it.</summary>
    private static string Shorten(string frame) => Parameters.Replace(frame, "(…)", count: 1)
        .Replace(" in /waybill/", " in ", StringComparison.Ordinal).Replace(".cs:line ", ".cs:", StringComparison.Ordinal);

    private bool Has(string name) => line.TryGetProperty(name, out _);

    private string? Member(string name) => line.TryGetProperty(name, out var value) ? value.ToString() : null;

    private IEnumerable<string> Members(string name) =>
        line.TryGetProperty(name, out var values) && values.ValueKind == JsonValueKind.Array
            ? values.EnumerateArray().Select(value => value.ToString())
            : [];

    [GeneratedRegex(@"(?<=\w)\((?!…|[A-Za-z]+\))[^)]+\)", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Parameters { get; }
}
