using System.Buffers;
using System.Text;
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
            await developer.CreateTableAsync(
                new CreateTableRequest
                {
                    TableName = "orders",
                    AttributeDefinitions = [new("orderId", ScalarAttributeType.S)],
                    KeySchema = [new("orderId", KeyType.HASH)],
                    BillingMode = BillingMode.PAY_PER_REQUEST,
                }, Cancelled);
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
