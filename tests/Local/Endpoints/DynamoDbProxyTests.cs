using System.Buffers;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Waybill.Local.Account;
using Waybill.Local.Dynamo;
using Waybill.Local.Endpoints;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class DynamoDbProxyTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_reach_the_tables_are_held_to_the_role_and_counted()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-dynamo-").FullName;
        await using (var dynalite = await DynaliteServer.StartAsync(Repository.Root, folder, _ => { }, Cancelled))
        await using (var laptop = await TestEndpoints.StartAsync(
            TestCloud.Model(rolePolicy: [TestCloud.Allow("dynamodb:PutItem", TestCloud.Arn("dynamodb", "table/orders"))]),
            dynalite.Endpoint))
        {
            using var developer = laptop.DynamoDb();
            using var function = laptop.DynamoDb("LOCAL" + TestCloud.FunctionName);
            await OrdersTable.CreateAsync(developer);
            var item = new Dictionary<string, AttributeValue>(
                StringComparer.Ordinal)
            { ["orderId"] = new("1"), ["text"] = new(new string('ü', 100_000)) };

            await function.PutItemAsync("orders", item, Cancelled);
            var read = await developer.GetItemAsync("orders", new(StringComparer.Ordinal) { ["orderId"] = new("1") }, Cancelled);
            var refused = await Assert.ThrowsAnyAsync<AmazonDynamoDBException>(
                () => function.GetItemAsync("orders", new(StringComparer.Ordinal) { ["orderId"] = new("1") }, Cancelled));
            var missing = await Assert.ThrowsAsync<ResourceNotFoundException>(() => developer.GetItemAsync("none", item, Cancelled));

            Assert.Equal(item["text"].S, read.Item["text"].S);
            Assert.Contains(
                "is not authorized to perform: dynamodb:GetItem on resource: " + TestCloud.Arn("dynamodb", "table/orders"), refused.Message,
                StringComparison.Ordinal);
            Assert.NotNull(missing.RequestId);
            var counted = await laptop.GetAsync("/_waybill/metrics?namespace=Waybill&name=DynamoDBRequests");
            Assert.Contains(counted.EnumerateArray(), metric =>
                metric.GetProperty("dimensions").GetProperty("Operation").GetString() == "PutItem"
                    && metric.GetProperty("sum").GetDouble() == 1);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_the_server_lacks_is_said_by_name_and_what_is_no_request_never_reaches_it()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-dynamo-").FullName;
        await using (var dynalite = await DynaliteServer.StartAsync(Repository.Root, folder, _ => { }, Cancelled))
        await using (var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), dynalite.Endpoint))
        {
            for (var i = 0; i < 2; i++)
            {
                var lacking = await CallAsync(laptop, "TransactGetItems",
                    """{"TransactItems":[{"Get":{"TableName":"t","Key":{"k":{"S":"1"}}}}]}""");
                Assert.Contains("UnknownOperationException", lacking, StringComparison.Ordinal);
                Assert.Contains("does not have TransactGetItems", lacking, StringComparison.Ordinal);
            }

            foreach (var shape in Shapes)
            {
                Assert.Contains(
                    shape.Error, await CallAsync(laptop, shape.Operation, shape.Body), StringComparison.Ordinal);
            }

            Assert.Contains("TableNames", await CallAsync(laptop, "ListTables", """{"Limit":null}"""), StringComparison.Ordinal);
            Assert.Single(laptop.Log.Lines, line => line.Contains("does not have TransactGetItems", StringComparison.Ordinal));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Time_to_live_is_the_account_s_and_what_has_expired_is_deleted()
    {
        var folder = Directory.CreateTempSubdirectory("waybill-dynamo-").FullName;
        await using (var dynalite = await DynaliteServer.StartAsync(Repository.Root, folder, _ => { }, Cancelled))
        await using (var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), dynalite.Endpoint))
        {
            const string Input = """
                {"TableName":"items","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"k","KeyType":"HASH"}],
                "AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}]}
                """;
            await CallAsync(laptop, "CreateTable", Input);
            for (var i = 0; i < 200; i++)
            {
                if ((await CallAsync(laptop, "DescribeTable", """{"TableName":"items"}""")).Contains("ACTIVE", StringComparison.Ordinal))
                {
                    break;
                }

                await Task.Delay(20, Cancelled);
            }

            var update = """{"TableName":"items","TimeToLiveSpecification":{"AttributeName":"until","Enabled":true}}""";
            Assert.Equal(
                """{"TimeToLiveSpecification":{"AttributeName":"until","Enabled":true}}""",
                await CallAsync(laptop, "UpdateTimeToLive", update));
            Assert.Contains("TimeToLive is already enabled", await CallAsync(laptop, "UpdateTimeToLive", update), StringComparison.Ordinal);
            Assert.Contains(
                "TimeToLive is active on a different AttributeName: current AttributeName is until",
                await CallAsync(laptop, "UpdateTimeToLive", update.Replace("until", "other", StringComparison.Ordinal)),
                    StringComparison.Ordinal);
            Assert.Equal(
                """{"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED","AttributeName":"until"}}""",
                await CallAsync(laptop, "DescribeTimeToLive", """{"TableName":"items"}"""));
            Assert.Contains("ResourceNotFoundException", await CallAsync(laptop, "DescribeTimeToLive", """{"TableName":"none"}"""),
                StringComparison.Ordinal);

            var now = laptop.Bus.Time.GetUtcNow().ToUnixTimeSeconds();
            foreach (var (key, until) in (IEnumerable<(string, string)>)[
                ("expired", $$"""{"N":"{{now - 5}}"}"""), ("later", $$"""{"N":"{{now + 500}}"}"""), ("ancient", """{"N":"7"}"""),
                ("text", """{"S":"1"}""")])
            {
                await CallAsync(laptop, "PutItem", $$$"""{"TableName":"items","Item":{"k":{"S":"{{{key}}}"},"until":{{{until}}}}}""");
            }

            await using var timeToLive = new TimeToLive(laptop.Bus.Account, _ => laptop.DynamoDb(), laptop.Bus.Time, laptop.Log);
            await timeToLive.SweepAsync();

            var scanned = await CallAsync(laptop, "Scan", """{"TableName":"items"}""");
            Assert.Contains("Items", scanned, StringComparison.Ordinal);
            var left = JsonElement.Parse(scanned).GetProperty("Items").EnumerateArray()
                .Select(item => item.GetProperty("k").GetProperty("S").GetString()).Order(StringComparer.Ordinal);
            Assert.Equal(["ancient", "later", "text"], left);
            await CallAsync(laptop, "DeleteTable", """{"TableName":"items"}""");
            Assert.Contains("ResourceNotFoundException", await CallAsync(laptop, "DescribeTimeToLive", """{"TableName":"items"}"""),
                StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static readonly (string Operation, string Body, string Error)[] Shapes =
    [
        ("PutItem", """{"TableName":"t","Item":{"a":null}}""", "ValidationException"),
        ("PutItem", """{"TableName":"t","Item":{"a":{"S":null}}}""", "ValidationException"),
        ("PutItem", """{"TableName":"t","Item":{"a":{}}}""", "ValidationException"),
        ("PutItem", """{"TableName":"t","Item":{"a":{"S":"x","N":"1"}}}""", "more than one datatypes"),
        ("PutItem", """{"TableName":"t","Item":{"a":{"L":[null]}}}""", "ValidationException"),
        ("PutItem", """{"TableName":"t","Item":{"a":{"M":{"b":null}}}}""", "ValidationException"),
        ("PutItem", """{"TableName":"t","Item":{"a":{"SS":["x",null]}}}""", "SerializationException"),
        ("PutItem", """{"TableName":"t","Item":{"a":{"S":1}}}""", "SerializationException"),
        ("PutItem", """{"TableName":"t","Item":{"a":"x"}}""", "SerializationException"),
        ("PutItem", """{"TableName":"t","Item":[null]}""", "SerializationException"),
        ("GetItem", """{"TableName":"t","Key":{"k":null}}""", "ValidationException"),
        ("BatchWriteItem", """{"RequestItems":{"t":null}}""", "SerializationException"),
        ("BatchWriteItem", """{"RequestItems":{"t":[null]}}""", "SerializationException"),
        ("BatchWriteItem", """{"RequestItems":{"t":[{"PutRequest":null}]}}""", "SerializationException"),
        ("BatchWriteItem", """{"RequestItems":{"t":[{"PutRequest":{"Item":{"a":null}}}]}}""", "ValidationException"),
        ("BatchGetItem", """{"RequestItems":{"t":{"Keys":[null]}}}""", "SerializationException"),
        ("BatchGetItem", """{"RequestItems":{"t":{"Keys":[{"k":null}]}}}""", "ValidationException"),
        ("Query", """{"TableName":"t","ExpressionAttributeNames":{"#a":null}}""", "ValidationException"),
        ("Query", """{"TableName":"t","ExpressionAttributeValues":{":a":null}}""", "ValidationException"),
        ("Query", """{"TableName":"t","KeyConditions":{"k":{"AttributeValueList":[null]}}}""", "ValidationException"),
        ("PutItem", "[]", "SerializationException"),
        ("PutItem", "null", "SerializationException"),
        ("PutItem", "", "SerializationException"),
    ];

    private static async Task<string> CallAsync(TestEndpoints laptop, string operation, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0"),
            Headers = { { "X-Amz-Target", $"DynamoDB_20120810.{operation}" } },
        };
        // dynalite wants a signature, and does not look at it.
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=developer/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0");
        request.Headers.Add("X-Amz-Date", "20260101T000000Z");
        using var response = await laptop.Http.SendAsync(request, Cancelled);
        return await response.Content.ReadAsStringAsync(Cancelled);
    }

    [Fact]
    public async Task A_DynamoDB_that_does_not_answer_is_named()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), new Uri("http://127.0.0.1:1"));
        using var client = laptop.DynamoDb();

        var error = await Assert.ThrowsAnyAsync<AmazonDynamoDBException>(() => client.ListTablesAsync(Cancelled));

        Assert.StartsWith("DynamoDB at http://127.0.0.1:1/ does not answer:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_may_not_even_list_tables_without_permission()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var function = laptop.DynamoDb("LOCAL" + TestCloud.FunctionName);

        var error = await Assert.ThrowsAnyAsync<AmazonDynamoDBException>(() => function.ListTablesAsync(Cancelled));

        Assert.Contains("is not authorized to perform: dynamodb:ListTables on resource: *", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Key":{"TableName":{"S":"x"}},"TableName":"a"}""", "a")]
    [InlineData(
        """{"RequestItems":{"a":[{"PutRequest":{"Item":{"TableName":{"S":"x"}}}}],"b":[]},"ReturnConsumedCapacity":"TOTAL"}""", "a,b")]
    [InlineData("""{"TransactItems":[{"Put":{"TableName":"a","Item":{"TableName":{"S":"x"}}}},{"Get":{"TableName":"b"}}]}""", "a,b")]
    [InlineData("""{"Limit":5}""", "")]
    public void Finds_the_tables_a_request_is_about(string body, string tables) =>
        Assert.Equal(tables, string.Join(',', DynamoDbProxy.Tables(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)))));

    [Theory]
    [InlineData("""{"TableName":""")]
    [InlineData("""{"TableName":"\ud800"}""")]
    [InlineData("""{"RequestItems":{"\ud800":[]}}""")]
    public void A_body_that_cannot_be_read_is_refused(string body) => Assert.Equal(
        "SerializationException",
        Assert.Throws<AwsException>(
            () => DynamoDbProxy.Tables(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(body)))).Code);
}
