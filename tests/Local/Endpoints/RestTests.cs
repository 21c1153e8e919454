using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Waybill.Local.Account;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class RestTests
{
    private static readonly RestRoute[] Routes =
    [
        new("GET", "/2015-03-31/functions", "ListFunctions"),
        new("GET", "/2015-03-31/functions/{FunctionName}", "GetFunction"),
        new("GET", "/2015-03-31/functions/settings", "GetSettings"),
        new("PUT", "/2015-03-31/functions/{FunctionName}", "UpdateFunction") { Status = 202 },
        new("DELETE", "/2017-03-31/tags/{Resource+}", "UntagResource")
        {
            Status = 204,
            Query = new Dictionary<string, string>(StringComparer.Ordinal) { ["tagKeys"] = "TagKeys" },
        },
        new("POST", "/2015-03-31/functions/{FunctionName}/invocations", "Invoke")
        {
            RequestPayload = "Payload",
            AnswerPayload = "Payload",
            StatusMember = "StatusCode",
            Headers = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["X-Amz-Invocation-Type"] = "InvocationType",
                ["X-Amz-Function-Error"] = "FunctionError",
            },
        },
    ];

    private static readonly ShapeTable Shapes = new(
        (Shape.Integer, ["MaxItems"]), (Shape.Boolean, ["All"]), (Shape.List, ["TagKeys"]));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/2015-03-31/functions", null, 200, "{}")]
    [InlineData("GET", "/2015-03-31/functions?MaxItems=5&Marker=a%20b&All=true", null, 200, """{"MaxItems":5,"Marker":"a b","All":true}""")]
    [InlineData("GET", "/2015-03-31/functions/a%2Fb.c", null, 200, """{"FunctionName":"a/b.c"}""")]
    [InlineData("GET", "/2015-03-31/functions/settings", null, 200, "{}")]
    [InlineData("PUT", "/2015-03-31/functions/f", """{"FunctionName":"other","Memory":1}""", 202, """{"FunctionName":"f","Memory":1}""")]
    [InlineData("DELETE", "/2017-03-31/tags/arn:a/b?tagKeys=x&tagKeys=y", null, 204, """{"Resource":"arn:a/b","TagKeys":["x","y"]}""")]
    public async Task Members_come_from_path_query_and_body(string method, string path, string? body, int status, string expected)
    {
        var api = Api();
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), apis: [api]);

        using var response = await SendAsync(laptop, method, path, body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(api.Last!.Value.Body)), api.Last.Value.Body);
    }

    [Theory]
    [InlineData("PATCH", "/2015-03-31/functions/f", null, 404, "UnknownOperationException")]
    [InlineData("GET", "/2015-03-31/functions/", null, 404, "UnknownOperationException")]
    [InlineData("GET", "/2015-03-31/functions/f/code", null, 404, "UnknownOperationException")]
    [InlineData("GET", "/2015-03-31/functions?MaxItems=many", null, 400, "SerializationException")]
    [InlineData("GET", "/2015-03-31/functions?MaxItems=1&MaxItems=2", null, 400, "SerializationException")]
    [InlineData("PUT", "/2015-03-31/functions/f", "{", 400, "SerializationException")]
    [InlineData("PUT", "/2015-03-31/functions/f", "[]", 400, "SerializationException")]
    public async Task An_error_has_its_code_in_a_header(string method, string path, string? body, int status, string code)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), apis: [Api()]);

        using var response = await SendAsync(laptop, method, path, body);

        Assert.Equal((status, code), ((int)response.StatusCode, Assert.Single(response.Headers.GetValues("x-amzn-ErrorType"))));
        Assert.NotNull(JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancelled))!["message"]);
    }

    [Fact]
    public async Task A_payload_passes_as_it_is_with_members_in_headers()
    {
        using var answer = JsonDocument.Parse("""{"StatusCode":200,"FunctionError":"Unhandled","Payload":"bm8gSlNPTg=="}""");
        var api = Api(answer.RootElement);
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), apis: [api]);

        using var response = await SendAsync(
            laptop, "POST", "/2015-03-31/functions/f/invocations", "[1, 2", ("X-Amz-Invocation-Type", "Event"));

        Assert.Equal(
            """{"FunctionName":"f","InvocationType":"Event","Payload":"WzEsIDI="}""", api.Last!.Value.Body);
        Assert.Equal("no JSON", await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("Unhandled", Assert.Single(response.Headers.GetValues("X-Amz-Function-Error")));
    }

    [Theory]
    [InlineData(null, "123456789012", "eu-central-1")]
    [InlineData("developer/20261128/us-west-2/lambda/aws4_request", "123456789012", "us-west-2")]
    [InlineData("210987654321/20261128/us-west-2/lambda/aws4_request", "210987654321", "us-west-2")]
    [InlineData("210987654321/20261128/lambda/aws4_request", "210987654321", "eu-central-1")]
    [InlineData("210987654321", "210987654321", "eu-central-1")]
    [InlineData("LOCALOrders/20261128/us-west-2/lambda/aws4_request", "123456789012", "us-west-2")]
    [InlineData("LOCALElsewhere/20261128/us-west-2/lambda/aws4_request", "210987654321", "us-west-2")]
    [InlineData("21098765432a/20261128/US_WEST/lambda/aws4_request", "123456789012", "eu-central-1")]
    public async Task The_signature_says_which_account_and_region_is_asked(string? credential, string account, string region)
    {
        var api = Api();
        var model = TestCloud.Model();
        var elsewhere = model.Functions[0] with
        {
            Name = "Elsewhere",
            Arn = new Scope("210987654321", "us-west-2").Arn("lambda", "function:Elsewhere"),
        };
        await using var laptop = await TestEndpoints.StartAsync(model with { Functions = [.. model.Functions, elsewhere] }, apis: [api]);

        using var response = await SendAsync(
            laptop, "GET", "/2015-03-31/functions", null,
            ("Authorization", credential is null ? "" : $"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0"));

        Assert.Equal(new Scope(account, region), api.Last!.Value.Call.Scope);
    }

    private static EchoApi Api(JsonElement? answer = null) =>
        new([.. Routes.Select(route => route.Operation)]) { RestRoutes = Routes, Table = Shapes, Answer = answer };

    private static async Task<HttpResponseMessage> SendAsync(
        TestEndpoints laptop, string method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await laptop.Http.SendAsync(request, Cancelled);
    }
}
