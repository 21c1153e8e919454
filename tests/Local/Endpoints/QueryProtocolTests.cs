using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Endpoints.Protocol.Services;
using Waybill.Local.Endpoints.Sqs;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>
/// Forms and the JSON an operation gets of them (<c>query-calls.json</c>), results and the XML they go out in (<c>query-answers.json</c>).
/// Source: the requests and answers of the services' API references, and their models.
/// </summary>
public sealed class QueryProtocolTests
{
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly Dictionary<string, (QueryService Service, ShapeTable Shapes)> Services = new(StringComparer.Ordinal)
    {
        ["sqs"] = (SqsShapes.Query, SqsShapes.Table),
        ["cloudwatch"] = (CloudWatchShapes.Query, CloudWatchShapes.Table),
        ["sns"] = (SnsShapes.Query, SnsShapes.Table),
    };

    private static readonly JsonArray Calls = Read("query-calls.json");
    private static readonly JsonArray Answers = Read("query-answers.json");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> CallNames => [.. Calls.Select(Name)];

    public static TheoryData<string> AnswerNames => [.. Answers.Select(Name)];

    [Theory]
    [MemberData(nameof(CallNames))]
    public async Task A_form_is_JSON_to_an_operation(string name)
    {
        var call = Calls.Single(call => Name(call) == name)!;
        var api = Api(call);
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), apis: [api]);

        var (status, _) = await PostAsync(laptop, $"Action={call["operation"]}&Version={api.Query!.Version}&{call["form"]}");

        Assert.Equal(HttpStatusCode.OK, status);
        var body = api.Last!.Value.Body;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), call["body"]), body);
    }

    [Theory]
    [MemberData(nameof(AnswerNames))]
    public async Task A_result_goes_out_as_XML(string name)
    {
        var call = Answers.Single(call => Name(call) == name)!;
        using var answer = JsonDocument.Parse(call["answer"]!.ToJsonString());
        var api = Api(call, answer.RootElement);
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), apis: [api]);

        var (_, xml) = await PostAsync(laptop, $"Action={call["operation"]}&Version={api.Query!.Version}");

        XNamespace space = api.Query.XmlNamespace;
        var operation = (string)call["operation"]!;
        Assert.Equal(space + $"{operation}Response", xml.Name);
        var expected = XElement.Parse($"<r xmlns='{space}'>{call["xml"]}</r>", LoadOptions.PreserveWhitespace);
        Assert.Equal(
            string.Concat(expected.Nodes()), string.Concat(xml.Element(space + $"{operation}Result")!.Nodes()));
        Assert.NotEmpty(xml.Element(space + "ResponseMetadata")!.Element(space + "RequestId")!.Value);
    }

    [Theory]
    [InlineData("Action=Nope&Version=2012-11-05", "InvalidAction", "does not serve SQS Nope; it serves AddPermission")]
    [InlineData(
        "Action=DescribeVpcs&Version=2016-11-15", "InvalidAction", "Action=DescribeVpcs, Version=2016-11-15. It serves EventBridge")]
    [InlineData("Version=2012-11-05", "MissingAction", "must contain the parameter Action")]
    [InlineData("", "MissingAction", "must contain the parameter Action")]
    [InlineData("Action=ListQueues&Action=ListQueues", "MalformedQueryString", "'Action' is given 2 times")]
    [InlineData("Action=ListQueues&Version=2012-11-05&A=1&A.1=2", "MalformedQueryString", "both a text and more")]
    [InlineData("Action=ListQueues&Version=2012-11-05&A.1=2&A=1", "MalformedQueryString", "both a text and more")]
    [InlineData("Action=ListQueues&Version=2012-11-05&MaxResults=many", "MalformedInput", "MaxResults must be a whole number, not 'many'")]
    [InlineData("Action=ListQueues&Version=2012-11-05&MaxResults.1=1", "MalformedInput", "MaxResults must be a value, not 'a structure'")]
    [InlineData("Action=TagQueue&Version=2012-11-05&Tag.1.Value=1", "MalformedInput", "Tags must be a Key")]
    [InlineData("Action=SendMessage&Version=2012-11-05&MessageAttribute.1.Value=1", "MalformedInput", "must be a Name")]
    [InlineData("Action=SendMessage&Version=2012-11-05&MessageAttribute.x.Name=1", "MalformedInput", "must be numbered, not 'x'")]
    [InlineData("Action=SendMessage&Version=2012-11-05", "MissingParameter", "must contain the parameter QueueUrl")]
    [InlineData(
        "Action=GetQueueUrl&Version=2012-11-05&QueueName=none", "AWS.SimpleQueueService.NonExistentQueue",
        "The specified queue does not exist.")]
    public async Task An_error_is_XML_with_the_code_of_the_protocol(string form, string code, string message)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());

        var (status, error) = await PostAsync(laptop, form);

        Assert.Equal((HttpStatusCode.BadRequest, "ErrorResponse"), (status, error.Name.LocalName));
        Assert.Equal(("Sender", code), (Text(error, "Type"), Text(error, "Code")));
        Assert.Contains(message, Text(error, "Message"), StringComparison.Ordinal);
        Assert.NotEmpty(Text(error, "RequestId"));
    }

    [Fact]
    public async Task A_name_that_is_too_deep_is_refused()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());

        var name = string.Join('.', Enumerable.Repeat("a", 1000));

        var (_, error) = await PostAsync(laptop, $"Action=ListQueues&Version=2012-11-05&{name}=x");

        Assert.Equal("MalformedQueryString", Text(error, "Code"));
    }

    [Fact]
    public async Task A_message_is_sent_received_and_deleted_by_an_older_client()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        const string Queue = "/123456789012/confirmations";

        var (_, sent) = await PostAsync(
            laptop,
            "Action=SendMessage&Version=2012-11-05&MessageBody=a%26b"
                + "&MessageAttribute.1.Name=n&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=v",
            Queue);
        var (_, received) = await PostAsync(
            laptop, "Action=ReceiveMessage&Version=2012-11-05&AttributeName.1=All&MessageAttributeName.1=All", Queue);
        var (deleted, _) = await PostAsync(
            laptop,
            $"Action=DeleteMessage&Version=2012-11-05&ReceiptHandle={Uri.EscapeDataString(Text(received, "ReceiptHandle"))}"
                + $"&QueueUrl={Uri.EscapeDataString(laptop.Address + Queue[1..])}");
        var (_, none) = await PostAsync(
            laptop, "Action=GetQueueAttributes&Version=2012-11-05&AttributeName.1=ApproximateNumberOfMessagesNotVisible", Queue);

        Assert.Equal(Text(sent, "MessageId"), Text(received, "MessageId"));
        Assert.Equal(Text(sent, "MD5OfMessageAttributes"), Text(received, "MD5OfMessageAttributes"));
        Assert.Equal(("a&b", "v"), (Text(received, "Body"), Text(received, "StringValue")));
        Assert.Equal(HttpStatusCode.OK, deleted);
        Assert.Equal("0", Text(none, "Value"));
    }

    [Theory]
    [InlineData("GET", null, HttpStatusCode.OK)]
    [InlineData("POST", null, HttpStatusCode.OK)]
    [InlineData("GET", "cross-site", HttpStatusCode.NotFound)]
    public async Task A_presigned_address_is_answered_unless_a_page_has_it_opened(string method, string? site, HttpStatusCode expected)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var request = new HttpRequestMessage(
            new HttpMethod(method), "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Credential=210987654321/a");
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        using var response = await laptop.Http.SendAsync(request, Cancelled);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(
            expected == HttpStatusCode.OK,
            (await response.Content.ReadAsStringAsync(Cancelled)).Contains("<Account>210987654321</Account>", StringComparison.Ordinal));
    }

    private static EchoApi Api(JsonNode call, JsonElement? answer = null)
    {
        var (service, shapes) = Services[(string)call["service"]!];
        return new EchoApi((string)call["operation"]!) { QueryService = service, Table = shapes, Answer = answer };
    }

    private static async Task<(HttpStatusCode Status, XElement Answer)> PostAsync(TestEndpoints laptop, string form, string path = "/")
    {
        using var content = new StringContent(form, Encoding.UTF8, Form);
        using var response = await laptop.Http.PostAsync(new Uri(path, UriKind.Relative), content, Cancelled);
        Assert.Equal("text/xml", response.Content.Headers.ContentType?.MediaType);
        return (
            response.StatusCode,
            XElement.Parse(await response.Content.ReadAsStringAsync(Cancelled), LoadOptions.PreserveWhitespace));
    }

    private static string Text(XElement answer, string element) => answer.Descendants().Single(e => e.Name.LocalName == element).Value;

    private static string Name(JsonNode? call) => (string)call!["name"]!;

    private static JsonArray Read(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Endpoints", file)))!.AsArray();
}
