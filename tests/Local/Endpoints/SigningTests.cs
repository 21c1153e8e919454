using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Endpoints.Protocol.Signing;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>SigV4, by vectors of AWS's signing test suite (<c>sigv4-vectors.json</c>), and by AWS's own clients.</summary>
public sealed class SigningTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static readonly DateTimeOffset SignedAt = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["AKIDEXAMPLE"] = Secret,
        ["123456789012"] = "the account's",
    };

    private static readonly JsonArray Vectors = JsonNode.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Endpoints", "sigv4-vectors.json")))!.AsArray();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> VectorNames => [.. Vectors.Select(vector => (string)vector!["name"]!)];

    [Theory]
    [MemberData(nameof(VectorNames))]
    public void A_request_is_signed_as_AWS_signs_it(string name)
    {
        var vector = Vectors.Single(vector => (string)vector!["name"]! == name)!;
        var target = ((string)vector["target"]!).Split('?', 2);
        var headers = ((string)vector["signedHeaders"]!).Split(';').Select(header =>
            (header, (IReadOnlyList<string>)[.. vector["headers"]![header]!.AsArray().Select(value => (string)value!)]));
        var request = new CanonicalRequest(
            (string)vector["method"]!, target[0], target.Length > 1 ? target[1] : "", [.. headers],
            CanonicalRequest.Hash(Encoding.UTF8.GetBytes((string)vector["body"]!)));

        var signature = request.Sign(Secret, new CredentialScope("AKIDEXAMPLE", "20150830", "us-east-1", "service"), "20150830T123600Z");

        Assert.Equal((string)vector["signature"]!, signature);
    }

    [Fact]
    public async Task Clients_with_a_known_key_are_let_through_and_others_are_not()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), strictAuthKeys: Keys);
        using var known = laptop.Sqs(new BasicAWSCredentials("AKIDEXAMPLE", Secret));
        using var wrong = laptop.Sqs(new BasicAWSCredentials("AKIDEXAMPLE", "secret"));
        using var unknown = laptop.Sqs(new BasicAWSCredentials("AKIDNOBODY", Secret));
        using var function = laptop.Sqs(new BasicAWSCredentials("LOCAL" + TestCloud.FunctionName, Callers.FunctionSecret));
        using var anonymous = laptop.Sqs(new AnonymousAWSCredentials());

        Assert.NotEmpty((await known.ListQueuesAsync(new ListQueuesRequest(), Cancelled)).QueueUrls);
        Assert.Equal("AccessDeniedException", await ErrorAsync(function));
        Assert.Equal("InvalidSignatureException", await ErrorAsync(wrong));
        Assert.Equal("UnrecognizedClientException", await ErrorAsync(unknown));
        Assert.Equal("MissingAuthenticationTokenException", await ErrorAsync(anonymous));
    }

    [Fact]
    public async Task DynamoDB_is_behind_the_same_door()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), strictAuthKeys: Keys);
        using var known = laptop.DynamoDb("123456789012", "the account's");
        using var wrong = laptop.DynamoDb("123456789012", "another's");

        var passed = await Assert.ThrowsAnyAsync<AmazonDynamoDBException>(() => known.ListTablesAsync(Cancelled));
        var stopped = await Assert.ThrowsAnyAsync<AmazonDynamoDBException>(() => wrong.ListTablesAsync(Cancelled));

        Assert.Contains("does not answer", passed.Message, StringComparison.Ordinal);
        Assert.Equal("InvalidSignatureException", stopped.ErrorCode);
    }

    [Theory]
    [InlineData(0, null, "OK")]
    [InlineData(14, null, "OK")]
    [InlineData(16, null, "Signature expired: 20150830T123600Z is now earlier than 20150830T123700Z (20150830T125200Z - 15 min.)")]
    [InlineData(-16, null, "Signature not yet current: 20150830T123600Z is still later than 20150830T123500Z (20150830T122000Z + 15 min.)")]
    [InlineData(0, "Signature=", "Signature=0")]
    [InlineData(0, "us-east-1", "us-east-2")]
    [InlineData(0, "/sqs/", "/sns/")]
    [InlineData(0, "20150830/", "20150831/")]
    [InlineData(0, "host;", "")]
    [InlineData(0, "SignedHeaders", "Signed")]
    [InlineData(0, "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512")]
    public async Task A_signature_holds_for_what_it_was_made_for_and_a_while(int minutesLater, string? replaced, string with)
    {
        await using var laptop = await TestEndpoints.StartAsync(
            TestCloud.Model(), time: new ManualTime(SignedAt.AddMinutes(minutesLater)), strictAuthKeys: Keys);
        const string Form = "Action=ListQueues&Version=2012-11-05";
        var authorization = Signed(laptop, Form);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new StringContent(Form, Encoding.UTF8, "application/x-www-form-urlencoded"),
            Headers = { { "X-Amz-Date", "20150830T123600Z" } },
        };
        Assert.True(request.Headers.TryAddWithoutValidation(
            "Authorization", replaced is null ? authorization : authorization.Replace(replaced, with, StringComparison.Ordinal)));

        using var response = await laptop.Http.SendAsync(request, Cancelled);

        var body = await response.Content.ReadAsStringAsync(Cancelled);
        if (with == "OK")
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return;
        }

        Assert.Matches("<Code>(SignatureDoesNotMatch|IncompleteSignature)</Code>", body);
        Assert.True(replaced is not null || body.Contains(with, StringComparison.Ordinal), body);
    }

    private static string Signed(TestEndpoints laptop, string form)
    {
        var scope = new CredentialScope("AKIDEXAMPLE", "20150830", "us-east-1", "sqs");
        var request = new CanonicalRequest(
            "POST", "/", "", [("host", [laptop.Address.Authority]), ("x-amz-date", ["20150830T123600Z"])],
            CanonicalRequest.Hash(Encoding.UTF8.GetBytes(form)));
        return $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{scope}, SignedHeaders=host;x-amz-date, "
            + $"Signature={request.Sign(Secret, scope, "20150830T123600Z")}";
    }

    private static async Task<string> ErrorAsync(AmazonSQSClient client) =>
        (await Assert.ThrowsAnyAsync<AmazonSQSException>(() => client.ListQueuesAsync(new ListQueuesRequest(), Cancelled))).ErrorCode;
}
