using System.Formats.Cbor;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Waybill.Local.Endpoints.Protocol.Services;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

public sealed class CborTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>CBOR in hex (RFC 8949), and the JSON that an operation gets.</summary>
    public static TheoryData<string, string> Bodies => new()
    {
        { "", "{}" },
        { "A0", "{}" },
        { "BFFF", "{}" },
        { "A1614101", """{"A":1}""" },
        { "A161413903E7", """{"A":-1000}""" },
        { "A161411BFFFFFFFFFFFFFFFF", """{"A":18446744073709551615}""" },
        { "A16141F93E00", """{"A":1.5}""" },
        { "A16141FB3FF199999999999A", """{"A":1.1}""" },
        { "A16141C11A5006DE34", """{"A":1342627380}""" },
        { "A16141C1FB41D401B78D200000", """{"A":1342627380.5}""" },
        { "A16141F5", """{"A":true}""" },
        { "A16141F6", """{"A":null}""" },
        { "A16141F7", """{"A":null}""" },
        { "A1614162C3BC", """{"A":"\u00FC"}""" },
        { "A161417F61616162FF", """{"A":"ab"}""" },
        { "A1614143010203", """{"A":"AQID"}""" },
        { "A16141820102", """{"A":[1,2]}""" },
        { "BF61419F01A1614202FFFF", """{"A":[1,{"B":2}]}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task What_comes_in_CBOR_is_JSON_to_an_operation(string hex, string json)
    {
        var api = CloudWatch();
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), apis: [api]);

        var (status, _) = await PostAsync(laptop, Convert.FromHexString(hex));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(json, api.Last!.Value.Body);
    }

    [Theory]
    [InlineData("""{"StartTime":7,"Timestamps":[1342627380,0.5]}""", "A2 69 537461727454696D65 C1F94700 "
        + "6A 54696D657374616D7073 82 C1FB41D401B78D000000 C1F93800")]
    [InlineData("""{"Period":60,"Sum":1,"Values":[2]}""", "A3 66 506572696F64 183C 63 53756D F93C00 "
        + "66 56616C756573 81 F94000")]
    [InlineData("""{"MetricWidgetImage":"AQI=","Label":"x","ReturnData":false,"X":null}""", "A4 71 4D6574726963576964676574496D616765 "
        + "420102 65 4C6162656C 6178 6A 52657475726E44617461 F4 6158 F6")]
    [InlineData("""{"MetricData":[{"Value":1}],"Dimensions":[{"Value":"v"}]}""", "A2 6A 4D657472696344617461 81 A1 65 56616C7565 "
        + "F93C00 6A 44696D656E73696F6E73 81 A1 65 56616C7565 6176")]
    public async Task What_an_operation_answers_goes_out_as_its_shapes_say(string json, string hex)
    {
        using var answer = JsonDocument.Parse(json);
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), apis: [CloudWatch(answer.RootElement)]);

        var (_, body) = await PostAsync(laptop, []);

        Assert.Equal(hex.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(body));
    }

    [Theory]
    [InlineData("00", "SerializationException")]
    [InlineData("80", "SerializationException")]
    [InlineData("A1", "SerializationException")]
    [InlineData("A1614101FF", "SerializationException")]
    [InlineData("A10101", "SerializationException")]
    [InlineData("A16141C06161", "SerializationException")]
    [InlineData("A16141C16161", "SerializationException")]
    [InlineData("A16141F97E00", "SerializationException")]
    [InlineData("A161413BFFFFFFFFFFFFFFFF", "SerializationException")]
    [InlineData("A161419B7FFFFFFFFFFFFFFF", "SerializationException")]
    [InlineData("FF", "SerializationException")]
    public async Task CBOR_that_is_broken_or_unknown_is_an_error_in_CBOR(string hex, string code)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), apis: [CloudWatch()]);

        var (status, body) = await PostAsync(laptop, Convert.FromHexString(hex));

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, Type(body)));
    }

    [Fact]
    public async Task CBOR_that_is_nested_too_deeply_is_refused()
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), apis: [CloudWatch()]);

        var (_, body) = await PostAsync(laptop, [0xA1, 0x61, 0x41, .. Enumerable.Repeat((byte)0x81, 1_000_000), 0x01]);

        Assert.Equal("SerializationException", Type(body));
    }

    [Theory]
    [InlineData(
        "GraniteServiceVersion20100801", "DeleteDashboards", "application/cbor", HttpStatusCode.NotFound, "UnknownOperationException")]
    [InlineData("Unknown", "GetMetricData", "application/cbor", HttpStatusCode.NotFound, "UnknownOperationException")]
    [InlineData(
        "GraniteServiceVersion20100801", "GetMetricData", "application/json", HttpStatusCode.UnsupportedMediaType,
        "UnsupportedMediaTypeException")]
    public async Task What_is_not_served_is_an_error_in_CBOR(
        string service, string operation, string contentType, HttpStatusCode expected, string code)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model(), apis: [CloudWatch()]);

        var (status, body) = await PostAsync(laptop, [0xA0], $"/service/{service}/operation/{operation}", contentType);

        Assert.Equal((expected, code), (status, Type(body)));
    }

    private static EchoApi CloudWatch(JsonElement? answer = null) => new("GetMetricData")
    {
        Target = "GraniteServiceVersion20100801",
        Table = CloudWatchShapes.Table,
        Answer = answer,
    };

    private static string? Type(byte[] error)
    {
        var reader = new CborReader(error);
        Assert.Equal(2, reader.ReadStartMap());
        Assert.Equal("__type", reader.ReadTextString());
        var type = reader.ReadTextString();
        Assert.Equal("message", reader.ReadTextString());
        Assert.NotEmpty(reader.ReadTextString());
        return type;
    }

    private static async Task<(HttpStatusCode Status, byte[] Body)> PostAsync(
        TestEndpoints laptop, byte[] body, string path = "/service/GraniteServiceVersion20100801/operation/GetMetricData",
        string contentType = "application/cbor")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } },
            Headers = { { "smithy-protocol", "rpc-v2-cbor" } },
        };
        using var response = await laptop.Http.SendAsync(request, Cancelled);
        Assert.Equal("rpc-v2-cbor", Assert.Single(response.Headers.GetValues("smithy-protocol")));
        Assert.Equal("application/cbor", response.Content.Headers.ContentType?.ToString());
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(Cancelled));
    }
}
