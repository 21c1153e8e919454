using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Waybill.Local.Account;

namespace Waybill.Local.Tests;

/// <summary>Has a running laptop refuse what its page says it refuses, by the calls of <c>refusals.json</c>: of each API, by what is
/// refused where, an operation (<c>Service.Operation</c>, or a method and a path) and its request.</summary>
public sealed class RefusalTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("waybill-refusals-").FullName;

    public RefusalTests() => SampleAssembly.WriteTo(_folder);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_is_refused_by_name_is_refused_with_the_code_and_the_text_that_the_page_has()
    {
        var calls = ((JsonObject)JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "refusals.json"), Cancelled))!)
            .SelectMany(api => api.Value!.AsObject().Select(call => (Name: $"{api.Key}: {call.Key}", Call: call.Value!)))
            .ToDictionary(call => call.Name, call => call.Call, StringComparer.Ordinal);
        Assert.Equal(Refusals.All.Select(Name).Order(StringComparer.Ordinal), calls.Keys.Order(StringComparer.Ordinal));
        await using var laptop = await Laptop.StartAsync(
            new LaptopOptions
            {
                CdkOut = _folder,
                DataFolder = Path.Combine(_folder, "data"),
                NodeFolder = Repository.Root,
                Port = 0,
            },
            Cancelled);
        Assert.Empty(Refusals.All.Select(refusal => refusal.Api).Except(laptop.Served.Select(api => api.Name), StringComparer.Ordinal));
        using var http = new HttpClient { BaseAddress = laptop.Endpoint };

        foreach (var refusal in Refusals.All)
        {
            var (code, message) = await AskAsync(http, calls[Name(refusal)]);
            var error = refusal.Error("…");
            Assert.Equal($"{Name(refusal)}: {error.Code}", $"{Name(refusal)}: {code}");
            Assert.Matches(new Regex(
                $"^{Regex.Escape(error.Message).Replace("…", ".+", StringComparison.Ordinal)}$", RegexOptions.None, Patience), message);
        }
    }

    private static string Name(Refusal refusal) => $"{refusal.Api}: {refusal.Operations}: {refusal.What}";

    private static async Task<(string Code, string Message)> AskAsync(HttpClient http, JsonNode call)
    {
        var asked = ((string)call["call"]!).Split(' ');
        using var request = new HttpRequestMessage(
            asked.Length == 1 ? HttpMethod.Post : new HttpMethod(asked[0]), new Uri(asked.Length == 1 ? "/" : asked[1], UriKind.Relative))
        {
            Content = new StringContent(
                (call["request"] ?? new JsonObject()).ToJsonString(), new MediaTypeHeaderValue("application/x-amz-json-1.0")),
        };
        if (asked.Length == 1)
        {
            request.Headers.Add("X-Amz-Target", asked[0]);
        }

        // dynalite wants a signature, and does not look at it.
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=developer/20260101/eu-west-1/any/aws4_request, SignedHeaders=host, Signature=0");
        request.Headers.Add("X-Amz-Date", "20260101T000000Z");
        using var response = await http.SendAsync(request, Cancelled);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancelled))!;
        return (
            ((string?)answer["__type"])?.Split('#')[^1] ?? response.Headers.GetValues("x-amzn-ErrorType").Single(),
            (string)(answer["message"] ?? answer["Message"])!);
    }
}
