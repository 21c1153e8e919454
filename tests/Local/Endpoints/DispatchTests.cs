using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class DispatchTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        "AWSEvents.PutPartnerEvents", "UnknownOperationException",
        "Laptop mode does not serve EventBridge PutPartnerEvents; it serves CancelReplay,")]
    [InlineData(
        "AmazonSQS.CreateTopic", "UnknownOperationException",
        "Laptop mode does not serve SQS CreateTopic; it serves AddPermission,")]
    [InlineData(
        "AWSSecurityTokenServiceV20110615.GetSessionToken", "UnknownOperationException",
        "Laptop mode does not serve STS GetSessionToken; it serves AssumeRole, GetCallerIdentity.")]
    [InlineData(
        "Kinesis_20131202.PutRecord", "UnknownOperationException",
        "X-Amz-Target 'Kinesis_20131202.PutRecord'. It serves EventBridge")]
    [InlineData("AmazonSQS", "UnknownOperationException", "it serves AddPermission,")]
    [InlineData(null, "UnknownOperationException", "a POST without X-Amz-Target. It serves EventBridge")]
    public async Task What_is_not_served_is_answered_with_what_is(string? target, string code, string message)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());

        var (status, error) = await PostAsync(laptop, target, "{}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.EndsWith(code, error.GetProperty("__type").GetString(), StringComparison.Ordinal);
        Assert.Contains(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    /// <summary>As the AWS CLI calls them: only the signature says whose operation it is.</summary>
    [Theory]
    [InlineData("GET", "/", null, "s3", "Laptop mode does not serve s3: GET /. It serves EventBridge")]
    [InlineData("GET", "/bucket?list-type=2", null, "s3", "Laptop mode does not serve s3: GET /bucket. It serves EventBridge")]
    [InlineData(
        "POST", "/", "Action=DescribeInstances&Version=2016-11-15", "ec2",
        "Laptop mode does not serve ec2: the Query protocol's Action=DescribeInstances, Version=2016-11-15. It serves EventBridge")]
    public async Task A_service_that_is_not_served_is_refused_in_its_own_name(
        string method, string path, string? form, string service, string message)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential=k/20260101/eu-central-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        if (form is not null)
        {
            request.Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        }

        using var response = await laptop.Http.SendAsync(request, Cancelled);

        Assert.Contains(
            message, WebUtility.HtmlDecode(Regex.Unescape(await response.Content.ReadAsStringAsync(Cancelled))), StringComparison.Ordinal);
        Assert.Contains($"does not serve {service} ", Assert.Single(laptop.Log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"Entries":{}}""")]
    [InlineData("""{"Entries":[7]}""")]
    [InlineData("""{"Entries":[{"Source":"\ud800"}]}""")]
    [InlineData("""{"Entries":[{"Time":1e300}]}""")]
    [InlineData("""{"Entries":[{"Resources":[7]}]}""")]
    [InlineData("""{"Entries":[{"Resources":["\ud800"]}]}""")]
    public async Task A_body_of_the_wrong_shape_is_a_SerializationException(string body)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());

        var (status, error) = await PostAsync(laptop, "AWSEvents.PutEvents", body);

        Assert.Equal((HttpStatusCode.BadRequest, "SerializationException"), (status, error.GetProperty("__type").GetString()));
    }

    [Fact]
    public async Task A_path_that_is_not_served_is_a_404_that_lists_what_is()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());

        using var response = await laptop.Http.GetAsync(new Uri("/2015-03-31/functions", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains(
            "Laptop mode does not serve GET /2015-03-31/functions. It serves EventBridge",
            await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_without_reading_it_all()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());

        var (status, error) = await PostAsync(laptop, "AWSEvents.PutEvents", new string(' ', RequestBody.MaxBytes + 1));

        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, "RequestEntityTooLargeException"), (status, error.GetProperty("__type").GetString()));
    }

    [Fact]
    public async Task A_body_over_the_limit_whose_length_is_not_told_is_refused_too()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var request = new HttpRequestMessage(
            HttpMethod.Post, "/")
        { Content = new StringContent(new string(' ', RequestBody.MaxBytes + 1)) };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Amz-Target", "AWSEvents.PutEvents");

        using var response = await laptop.Http.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("RequestEntityTooLargeException", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_breaks_the_rules_of_HTTP_is_no_success()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var connection = new TcpClient();
        await connection.ConnectAsync(laptop.Address.Host, laptop.Address.Port, Cancelled);
        await using var stream = connection.GetStream();

        const string Request = "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AWSEvents.PutEvents\r\n"
            + "Transfer-Encoding: chunked\r\n\r\nnot a chunk\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Request), Cancelled);

        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync(Cancelled));
        Assert.Contains("\"SerializationException\"", await reader.ReadToEndAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_served_is_logged_once_with_service_and_operation()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());

        foreach (var target in new[] { "AmazonSQS.CreateTopic", "AmazonSQS.CreateTopic", "Kinesis_20131202.PutRecord" })
        {
            await PostAsync(laptop, target, "{}");
        }

        using var rest = await laptop.Http.GetAsync(new Uri("/2015-03-31/functions", UriKind.Relative), Cancelled);
        Assert.Equal(
            [
                "Warning: Laptop mode does not serve SQS CreateTopic, which was asked for",
                "Warning: Laptop mode does not serve Kinesis_20131202 PutRecord, which was asked for",
                "Warning: Laptop mode does not serve REST GET /2015-03-31/functions, which was asked for",
            ],
            laptop.Log.Lines);
    }

    [Fact]
    public async Task An_access_key_of_no_function_is_named()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var client = laptop.EventBridge("LOCALNobody");

        var error = await Assert.ThrowsAsync<Amazon.EventBridge.AmazonEventBridgeException>(
            () => client.PutEventsAsync(new() { Entries = [new() { Source = "s", DetailType = "d", Detail = "{}" }] }, Cancelled));

        Assert.Equal("The access key 'LOCALNobody' names no function of the account.", error.Message);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(TestEndpoints laptop, string? target, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body) };
        if (target is not null)
        {
            request.Headers.Add("X-Amz-Target", target);
        }

        using var response = await laptop.Http.SendAsync(request, Cancelled);
        return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Cancelled)));
    }
}
