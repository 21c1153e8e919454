using System.Globalization;
using System.Text.Json.Nodes;

namespace Waybill.Clients.Tests;

/// <summary>The calls of <c>calls.json</c>, or, as command lines, of <c>cli.json</c>, made by one client in their order.</summary>
/// <remarks>
/// An answer has at least the members of <c>answer</c>; a text that ends with … begins so. <c>error</c> names the codes that may be
/// answered. <c>keep</c> gives names to parts of an answer, which <c>&lt;name&gt;</c> stands for in later calls. A call with
/// <c>patience</c> is made again until it is answered as expected; one that is <c>recent</c> a client may not know yet. In requests
/// <c>$bytes</c>, <c>$file</c>, <c>$time</c> (seconds from now) and <c>$millis</c> (from now, too) are what JSON has no words for.
/// </remarks>
/// <param name="client">Makes the calls.</param>
/// <param name="me">The client's name, for what it makes.</param>
/// <param name="zip">A function's code.</param>
/// <param name="isOld">Whether the client may lack operations, and members of them.</param>
internal sealed class Script(IClient client, string me, string zip, bool isOld)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal)
    {
        ["me"] = me,
        ["zip"] = zip,
        ["past"] = Time(TimeSpan.FromMinutes(-10)),
        ["future"] = Time(TimeSpan.FromMinutes(10)),
        ["millis"] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>What SDKs call, by service.</summary>
    public static Dictionary<string, JsonArray> Calls { get; } = Read("calls.json");

    /// <summary>What is typed, by the CLI's name of the service.</summary>
    public static Dictionary<string, JsonArray> CliCalls { get; } = Read("cli.json");

    /// <returns>What was answered otherwise than expected.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(string service, JsonArray calls, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var call in calls)
        {
            if (await CallAsync(service, call!, cancellationToken) is { } problem)
            {
                problems.Add($"{service} {call!["operation"] ?? call["arguments"]!.ToJsonString()}: {problem}");
            }
        }

        return problems;
    }

    private async Task<string?> CallAsync(string service, JsonNode call, CancellationToken cancellationToken)
    {
        const int Attempts = 100;
        var answer = (JsonNode)new JsonObject();
        for (var attempt = 0; attempt < (call["patience"] is null ? 1 : Attempts); attempt++)
        {
            answer = await client.CallAsync(service, Filled(call)!, cancellationToken);
            if (answer["unknown"] is not null && (isOld || call["recent"] is not null))
            {
                return null; // A current client makes the call.
            }

            if (IsExpected(answer, call))
            {
                Keep(answer["answer"], call["keep"] as JsonObject ?? []);
                return null;
            }

            await Task.Delay(Pause, cancellationToken);
        }

        return answer.ToJsonString();
    }

    private bool IsExpected(JsonNode answer, JsonNode call) => call["error"] is { } codes
        ? answer["error"] is { } error && ((string)codes!).Split('|').Contains((string)error!, StringComparer.Ordinal)
        : answer["answer"] is { } given && Expectation.Has(given, Filled(call["answer"]) ?? new JsonObject());

    private void Keep(JsonNode? answer, JsonObject names)
    {
        foreach (var (name, path) in names)
        {
            var part = ((string)path!).Split('.').Aggregate(
                answer, (node, step) => node is JsonArray array ? array[int.Parse(step, provider: null)] : node?[step]);
            _known[name] = (string)part!;
        }
    }

    /// <summary>The same with what is known by name in its place.</summary>
    private JsonNode? Filled(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(Filled(member.Key), Filled(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Filled)]),
        JsonValue value when value.TryGetValue<string>(out var text) => Filled(text),
        _ => node?.DeepClone(),
    };

    private static Dictionary<string, JsonArray> Read(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file)))!.AsObject()
            .ToDictionary(service => service.Key, service => service.Value!.AsArray(), StringComparer.Ordinal);

    private static string Time(TimeSpan fromNow) =>
        (TimeProvider.System.GetUtcNow() + fromNow).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private string Filled(string text) =>
        _known.Aggregate(text, (filled, known) => filled.Replace($"<{known.Key}>", known.Value, StringComparison.Ordinal));
}
