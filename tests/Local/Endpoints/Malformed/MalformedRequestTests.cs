using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace Waybill.Local.Tests.Endpoints.Malformed;

/// <summary>A whole laptop is asked broken things in every service and protocol, seeded: each gets an answer or an error of the service's
/// own shape, nothing is unforeseen, and the DynamoDB behind it lives on.</summary>
public sealed class MalformedRequestTests(ITestOutputHelper output) : IDisposable
{
    private const int UsualRounds = 600;

    private static readonly (string To, string Body)[] Requests = [.. Read("requests.json"), .. Read("dynamodb-requests.json")
        .Select(request => ($"DynamoDB_20120810.{request.To}", request.Body))];

    /// <summary>Forms and content types that nobody sends, as many fields as nobody has, and texts that are none.</summary>
    private static readonly (string ContentType, string Body)[] Forms =
    [
        ("multipart/form-data", "x"), ("multipart/form-data; boundary=", "--\r\n"), ("multipart/form-data; boundary=b", "--b\r\nx"),
        ("application/x-www-form-urlencoded", ""), ("application/x-www-form-urlencoded", "%"),
        ("application/x-www-form-urlencoded", "a=%zz&&=&"),
        ("application/x-www-form-urlencoded", string.Join('&', Enumerable.Range(0, 1100).Select(field => $"a.{field}=b"))),
        ("application/x-www-form-urlencoded",
            "Action=SendMessage&Version=2012-11-05&" + string.Concat(Enumerable.Repeat("a=b&", 1100))),
        ("application/x-www-form-urlencoded; charset=nonsense", "Action=x"), ("text/plain; charset=\"", "{}"),
        ("application/cbor", "\u00ff"),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("waybill-malformed-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    public async Task Nothing_that_is_asked_is_unforeseen(int seed)
    {
        var (rounds, random, warnings) = (Rounds.Of(UsualRounds), new Random(seed), new ConcurrentQueue<string>());
        await using var laptop = await StartAsync(warnings);
        using var http = new HttpClient { BaseAddress = laptop.Endpoint };
        var before = Memory();
        for (var round = 0; round < rounds; round++)
        {
            using var request = random.Next(10) == 0 ? Form(random) : Broken(random);
            var asked = await DescribeAsync(request);
            using var response = await http.SendAsync(request, Cancelled);
            var answer = await response.Content.ReadAsStringAsync(Cancelled);
            var status = (int)response.StatusCode;
            Assert.True(
                status is (>= 200 and < 300) or (>= 400 and < 500) && (status < 300 || answer.Length > 0),
                $"Round {round} of seed {seed}: {asked}\nwas answered {status} {answer}\n{string.Join('\n', warnings)}");
        }

        output.WriteLine($"{rounds} requests; memory {before / 1_000_000} MB before, {Memory() / 1_000_000} MB after.");
        Assert.DoesNotContain(warnings, warning =>
            warning.Contains("failed to answer", StringComparison.Ordinal)
            || warning.Contains("ended with exit code", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<(string To, string Body)> Read(string file) => JsonNode.Parse(File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "Endpoints", "Malformed", file)))!.AsArray()
        .Select(request => ((string)request![0]!, request[1]!.ToJsonString()));

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private static HttpRequestMessage Form(Random random)
    {
        var (type, body) = Forms[random.Next(Forms.Length)];
        var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return new HttpRequestMessage(HttpMethod.Post, random.Next(2) == 0 ? "/" : "/000000000000/q") { Content = content };
    }

    private static HttpRequestMessage Broken(Random random)
    {
        var (to, body) = Requests[random.Next(Requests.Length)];
        var content = new ByteArrayContent(BrokenJson.Of(body, random));
        content.Headers.TryAddWithoutValidation("Content-Type", random.Next(20) == 0 ? "no type/at all" : "application/x-amz-json-1.0");
        var isRest = to.Contains(' ', StringComparison.Ordinal);
        var request = new HttpRequestMessage(isRest ? HttpMethod.Parse(to.Split(' ')[0]) : HttpMethod.Post, isRest ? to.Split(' ')[1] : "/")
        {
            Content = content,
        };
        if (!isRest)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Target", to);
        }

        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20260101T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=developer/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0");
        return request;
    }

    private static async Task<string> DescribeAsync(HttpRequestMessage request) =>
        $"{request}\n{Encoding.UTF8.GetString(await request.Content!.ReadAsByteArrayAsync(Cancelled))}";

    private async Task<Laptop> StartAsync(ConcurrentQueue<string> warnings)
    {
        var cdkOut = Directory.CreateDirectory(Path.Combine(_folder, "cdk.out")).FullName;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "SampleShop", "manifest.json"), Path.Combine(cdkOut, "manifest.json"));
        await File.WriteAllTextAsync(Path.Combine(cdkOut, "shop.template.json"), """{ "Resources": {} }""", Cancelled);
        return await Laptop.StartAsync(
            new LaptopOptions
            {
                CdkOut = cdkOut,
                DataFolder = Path.Combine(_folder, "data"),
                NodeFolder = Repository.Root,
                Port = WebServer.FreePort(),
                OnWarning = warnings.Enqueue,
            },
            Cancelled);
    }
}
