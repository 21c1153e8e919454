using System.Formats.Cbor;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Endpoints;

/// <summary>Valid requests of every protocol with something broken at random: each gets an answer or an error of its
/// protocol's shape.</summary>
public sealed class FuzzTests
{
    private const int Rounds = 400;
    private const string Authorization =
        "AWS4-HMAC-SHA256 Credential=AKID/20261128/eu-central-1/sqs/aws4_request, SignedHeaders=host;x-amz-date, Signature=0a";

    private static readonly byte[] Interesting = [.. "\0\u0001\"\\{}[],:&=.%+;/<>\u007f"u8, 0x80, 0xC1, 0xED, 0xFF, 0x9F, 0xBF, 0x7F, 0x5F];

    private static readonly Dictionary<string, Request[]> Protocols = new(StringComparer.Ordinal)
    {
        ["JSON"] =
        [
            Json("AmazonSQS.SendMessage", """
                {"QueueUrl":"http://x/1/confirmations","MessageBody":"b\u00fc","DelaySeconds":1,
                "MessageAttributes":{"n":{"DataType":"String","StringValue":"v"}}}
                """),
            Json("AmazonSQS.SendMessageBatch", """
                {"QueueUrl":"http://x/1/confirmations","Entries":[{"Id":"a","MessageBody":"b"},{"Id":"c","MessageBody":"d"}]}
                """),
            Json("AWSEvents.PutEvents", """
                {"Entries":[{"Source":"shop.x","DetailType":"d","Detail":"{\"a\":1}","EventBusName":"shop","Time":7,"Resources":["r"]}]}
                """),
            Json("AWSSecurityTokenServiceV20110615.AssumeRole", """{"RoleArn":"r","RoleSessionName":"ab","DurationSeconds":900}"""),
        ],
        ["Query"] =
        [
            Form("Action=SendMessage&Version=2012-11-05&QueueUrl=%2Fconfirmations&MessageBody=b%C3%BC&DelaySeconds=1"
                + "&MessageAttribute.1.Name=n&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=v"),
            Form("Action=SendMessageBatch&Version=2012-11-05"
                + "&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=b"
                + "&SendMessageBatchRequestEntry.2.Id=c&SendMessageBatchRequestEntry.2.MessageBody=d"),
            Form("Action=GetQueueAttributes&Version=2012-11-05&AttributeName.1=All"),
            Form("Action=AssumeRole&Version=2011-06-15&RoleArn=r&RoleSessionName=ab&DurationSeconds=900&Tags.member.1.Key=k"),
        ],
        ["CBOR"] =
        [
            Cbor("AmazonSQS", "SendMessage", "A2 68 517565756555726C 6E 2F636F6E6669726D6174696F6E73 6B 4D657373616765426F6479 6162"),
            Cbor("AWSEvents", "PutEvents", "A1 67 456E7472696573 81 A4 66 536F75726365 6178 6A 44657461696C54797065 6164 "
                + "66 44657461696C 627B7D 64 54696D65 C11A5006DE34"),
            Cbor("AmazonSQS", "ListQueues", "BF 6F 51756575654E616D65507265666978 7F 6163 616F FF 6A 4D6178526573756C7473 05 FF"),
        ],
        ["REST"] =
        [
            new Request("/v2/email/outbound-emails", "application/json", Encoding.UTF8.GetBytes("""
                {"FromEmailAddress":"a@b.example","Destination":{"ToAddresses":["c@d.example"]},
                "Content":{"Simple":{"Subject":{"Data":"s"},"Body":{"Text":{"Data":"t"}}}},"EmailTags":[{"Name":"n","Value":"v"}]}
                """)),
            new Request("/v2/email/outbound-emails?A=b&C=d", "application/json", "{}"u8.ToArray()),
        ],
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("JSON", 1)]
    [InlineData("JSON", 2)]
    [InlineData("Query", 1)]
    [InlineData("Query", 2)]
    [InlineData("CBOR", 1)]
    [InlineData("CBOR", 2)]
    [InlineData("REST", 1)]
    public async Task A_broken_request_gets_an_answer_of_its_protocol(string protocol, int seed)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var valid = Protocols[protocol][random.Next(Protocols[protocol].Length)];
            var broken = Break(valid, random);
            using var request = broken.Message();
            using var response = await laptop.Http.SendAsync(request, Cancelled);

            var body = await response.Content.ReadAsByteArrayAsync(Cancelled);
            var status = (int)response.StatusCode;
            Assert.True(
                status is (>= 200 and < 300) or (>= 400 and < 500) && body.Length > 0 && HasShape(protocol, response, body),
                $"Round {round} of seed {seed}: {broken}\nwas answered {status} {Encoding.UTF8.GetString(body)}");
        }

        Assert.DoesNotContain(laptop.Log.Lines, line => !line.StartsWith("Warning: Laptop mode does not serve", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("JSON")]
    [InlineData("Query")]
    [InlineData("CBOR")]
    [InlineData("REST")]
    public async Task A_broken_signature_is_refused_in_its_protocol(string protocol)
    {
        await using var laptop = await TestEndpoints.StartAsync(
            TestCloud.Model(), strictAuthKeys: new Dictionary<string, string>(StringComparer.Ordinal) { ["AKID"] = "secret" });
        var random = new Random(3);
        for (var round = 0; round < Rounds / 4; round++)
        {
            var valid = Protocols[protocol][random.Next(Protocols[protocol].Length)];
            using var request = valid.Message();
            Assert.True(request.Headers.TryAddWithoutValidation("Authorization", Printable(Break(Authorization, random))));
            Assert.True(request.Headers.TryAddWithoutValidation("X-Amz-Date", Printable(Break("20261128T093000Z", random))));
            using var response = await laptop.Http.SendAsync(request, Cancelled);

            var body = await response.Content.ReadAsByteArrayAsync(Cancelled);
            Assert.True(
                (int)response.StatusCode is >= 400 and < 500 && HasShape(protocol, response, body), Encoding.UTF8.GetString(body));
        }

        Assert.Empty(laptop.Log.Lines);
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("X-Amz-Target")]
    [InlineData("smithy-protocol")]
    public async Task Headers_that_are_too_large_are_refused_and_the_next_request_is_answered(string header)
    {
        await using var laptop = await TestEndpoints.StartAsync(TestCloud.Model());
        using var large = Protocols["JSON"][0].Message();
        Assert.True(large.Headers.TryAddWithoutValidation(header, new string('a', 100_000)));
        using var usual = Protocols["JSON"][0].Message();

        using var refusal = await laptop.Http.SendAsync(large, Cancelled);
        using var answer = await laptop.Http.SendAsync(usual, Cancelled);

        Assert.Equal((431, 200), ((int)refusal.StatusCode, (int)answer.StatusCode));
        Assert.Empty(laptop.Log.Lines);
    }

    private static Request Break(Request valid, Random random) => random.Next(8) switch
    {
        // Kestrel itself refuses a zero in a path, as no HTTP.
        0 => valid with { Path = valid.Path + Uri.EscapeDataString(Encoding.Latin1.GetString(Noise(random)).Replace('\0', '~')) },
        1 when valid.Target is { } target => valid with { Target = Printable(Break(target, random)) },
        2 => valid with { Body = [.. Enumerable.Repeat(Break(valid.Body, random), random.Next(1, 40)).SelectMany(body => body)] },
        _ => valid with { Body = Break(valid.Body, random) },
    };

    private static string Break(string text, Random random) => Encoding.Latin1.GetString(Break(Encoding.Latin1.GetBytes(text), random));

    /// <summary>One to four bytes or stretches replaced, put in, taken out or repeated.</summary>
    private static byte[] Break(byte[] valid, Random random)
    {
        var bytes = valid.ToList();
        for (var times = random.Next(1, 5); times > 0; times--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = random.Next(Math.Min(12, bytes.Count - at) + 1);
            var stretch = bytes.GetRange(at, length);
            switch (random.Next(4))
            {
                case 0:
                    bytes.InsertRange(at, Noise(random));
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, Enumerable.Repeat(stretch, random.Next(1, 100)).SelectMany(part => part));
                    break;
                case var _ when at < bytes.Count:
                    bytes[at] = Interesting[random.Next(Interesting.Length)];
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(1, 6)];
        random.NextBytes(noise);
        return random.Next(2) == 0 ? noise : [Interesting[random.Next(Interesting.Length)]];
    }

    private static string Printable(string text) => string.Concat(text.Select(c => c is >= ' ' and < '\u007f' ? c : '~')).Trim();

    private static bool HasShape(string protocol, HttpResponseMessage response, byte[] body)
    {
        var isError = !response.IsSuccessStatusCode;
        switch (protocol)
        {
            case "Query":
                var xml = XElement.Parse(Encoding.UTF8.GetString(body));
                return isError ? xml.Name.LocalName == "ErrorResponse" : xml.Name.LocalName.EndsWith("Response", StringComparison.Ordinal);
            case "CBOR":
                var cbor = new CborReader(body);
                cbor.ReadStartMap();
                return !isError || cbor.ReadTextString() == "__type";
            default:
                using (var json = JsonDocument.Parse(body))
                {
                    return !isError
                        || (json.RootElement.TryGetProperty("__type", out _) && response.Headers.Contains("x-amzn-ErrorType"));
                }
        }
    }

    private static Request Json(string target, string body) => new("/", "application/x-amz-json-1.0", Encoding.UTF8.GetBytes(body), target);

    private static Request Form(string form) =>
        new("/123456789012/confirmations", "application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(form));

    private static Request Cbor(string service, string operation, string hex) => new(
        $"/service/{service}/operation/{operation}", "application/cbor",
        Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    private sealed record Request(string Path, string ContentType, byte[] Body, string? Target = null)
    {
        public HttpRequestMessage Message()
        {
            var message = new HttpRequestMessage(HttpMethod.Post, Path)
            {
                Content = new ByteArrayContent(Body) { Headers = { ContentType = new MediaTypeHeaderValue(ContentType) } },
            };
            if (Target is not null)
            {
                Assert.True(message.Headers.TryAddWithoutValidation("X-Amz-Target", Target));
            }

            if (ContentType == "application/cbor")
            {
                message.Headers.Add("smithy-protocol", "rpc-v2-cbor");
            }

            return message;
        }

        public override string ToString() => $"{Path} {Target} {Convert.ToHexString(Body)} {Encoding.UTF8.GetString(Body)}";
    }
}
