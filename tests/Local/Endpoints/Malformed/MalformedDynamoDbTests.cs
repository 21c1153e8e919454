using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Dynamo;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints.Malformed;

/// <summary>DynamoDB requests with something broken at random get DynamoDB's answer or error, and none ends the server behind.</summary>
public sealed class MalformedDynamoDbTests(ITestOutputHelper output) : IDisposable
{
    private const int UsualRounds = 250;

    private static readonly (string Operation, string Body)[] Requests = [.. JsonNode.Parse(File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "Endpoints", "Malformed", "dynamodb-requests.json")))!.AsArray()
        .Select(request => ((string)request![0]!, request[1]!.ToJsonString()))];

    private readonly string _folder = Directory.CreateTempSubdirectory("waybill-malformed-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    public async Task A_broken_request_gets_an_error_and_the_server_lives_on(int seed)
    {
        var (rounds, random) = (Rounds.Of(UsualRounds), new Random(seed));
        var died = new List<string>();
        await using var dynalite = await DynaliteServer.StartAsync(Repository.Root, _folder, died.Add, Cancelled);
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), dynalite.Endpoint);
        await CreateAsync(laptop);
        for (var round = 0; round < rounds; round++)
        {
            var (operation, body) = Requests[random.Next(Requests.Length)];
            var broken = BrokenJson.Of(body, random);
            using var request = Request(operation, broken);
            if (random.Next(20) == 0)
            {
                request.Content!.Headers.Remove("Content-Type");
                request.Content.Headers.TryAddWithoutValidation("Content-Type", random.Next(2) == 0 ? "no type/at all" : "text/plain");
            }

            using var response = await laptop.Http.SendAsync(request, Cancelled);
            var answer = await response.Content.ReadAsStringAsync(Cancelled);
            Assert.True(
                died.Count == 0 && (int)response.StatusCode is 200 or 400 && JsonDocument.Parse(answer) is not null,
                $"Round {round} of seed {seed}: {operation} {Encoding.UTF8.GetString(broken)}\n"
                    + $"was answered {response.StatusCode} {answer}\n{string.Join('\n', died)}");
        }

        output.WriteLine($"{rounds} requests");
        Assert.DoesNotContain(laptop.Log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task CreateAsync(TestEndpoints laptop)
    {
        using var request = Request("CreateTable", """
            {"TableName":"orders","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"orderId","KeyType":"HASH"}],
            "AttributeDefinitions":[{"AttributeName":"orderId","AttributeType":"S"},{"AttributeName":"customer","AttributeType":"S"},
            {"AttributeName":"placed","AttributeType":"N"}],
            "GlobalSecondaryIndexes":[{"IndexName":"byCustomer","Projection":{"ProjectionType":"ALL"},
            "KeySchema":[{"AttributeName":"customer","KeyType":"HASH"},{"AttributeName":"placed","KeyType":"RANGE"}]}]}
            """u8.ToArray());
        using var response = await laptop.Http.SendAsync(request, Cancelled);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancelled));
    }

    private static HttpRequestMessage Request(string operation, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/x-amz-json-1.0") } },
            Headers = { { "X-Amz-Target", $"DynamoDB_20120810.{operation}" }, { "X-Amz-Date", "20260101T000000Z" } },
        };
        Assert.True(request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=developer/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0"));
        return request;
    }
}
