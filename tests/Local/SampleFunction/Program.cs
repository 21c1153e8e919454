// A function that does what the bodies of its messages say, over the bare Runtime API, so that a test can have it misbehave in every way.
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

if (Environment.GetEnvironmentVariable("SAMPLE_START") is "crash" || File.Exists(Environment.GetEnvironmentVariable("SAMPLE_CRASH_WHEN")))
{
    Console.Error.WriteLine("the sample cannot find its table");
    return 3;
}

using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
var api = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime";

if (Environment.GetEnvironmentVariable("SAMPLE_START") is "report")
{
    await client.PostAsJsonAsync($"{api}/init/error", new { errorType = "Sample.NoTable", errorMessage = "there is no table" });
    return 1;
}

while (true)
{
    using var next = await client.GetAsync($"{api}/invocation/next");
    if (next.StatusCode != HttpStatusCode.OK)
    {
        return 4;
    }

    var request = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
    var payload = await next.Content.ReadAsStringAsync();
    if (Environment.GetEnvironmentVariable("SAMPLE_PRINTS") is "payload")
    {
        Console.WriteLine(payload);
    }

    var records = JsonNode.Parse(payload)!["Records"]?.AsArray() ?? [];
    var failures = new JsonArray();
    string? answer = null;
    try
    {
        foreach (var record in records)
        {
            answer = await HandleAsync((string)record!["messageId"]!, Order((string)record["body"]!), failures, next) ?? answer;
        }
    }
    catch (InvalidOperationException thrown)
    {
        await client.PostAsJsonAsync(
            $"{api}/invocation/{request}/error", new { errorType = "Sample.Thrown", errorMessage = thrown.Message });
        continue;
    }
    answer ??= new JsonObject { ["batchItemFailures"] = failures }.ToJsonString();
    using var content = new StringContent(answer, Encoding.UTF8, "application/json");
    using var accepted = await client.PostAsync($"{api}/invocation/{request}/response", content);
    Console.WriteLine($"answered {(int)accepted.StatusCode}");
}

// What to do is the body itself, or is in the detail of the EventBridge event it holds.
static string Order(string body) => body.StartsWith('{') ? (string)JsonNode.Parse(body)!["detail"]!["do"]! : body;

static async Task<string?> HandleAsync(string messageId, string body, JsonArray failures, HttpResponseMessage next)
{
    var argument = body[(body.IndexOf(' ', StringComparison.Ordinal) + 1)..];
    switch (body.Split(' ')[0])
    {
        case "say":
            Console.WriteLine(argument);
            return null;
        case "answer":
            return argument;
        case "large":
            return $"\"{new string('x', int.Parse(argument, System.Globalization.CultureInfo.InvariantCulture))}\"";
        case "headers":
            return new JsonObject(next.Headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value.Single())))
                .ToJsonString();
        case "environment":
            return $"\"{Environment.GetEnvironmentVariable(argument)}\"";
        case "print":
            Console.WriteLine(Environment.GetEnvironmentVariable(argument));
            return null;
        case "fail":
            failures.Add(new JsonObject { ["itemIdentifier"] = messageId });
            return null;
        case "throw":
            throw new InvalidOperationException(argument);
        case "exit":
            Environment.Exit(int.Parse(argument, System.Globalization.CultureInfo.InvariantCulture));
            return null;
        case "hang":
            await Task.Delay(Timeout.InfiniteTimeSpan);
            return null;
        case "until": // a file exists
            Console.WriteLine($"waiting in {Environment.ProcessId}");
            while (!File.Exists(argument))
            {
                await Task.Delay(10);
            }

            return null;
        default:
            throw new InvalidOperationException($"The sample cannot '{body}'.");
    }
}
