using System.Globalization;
using System.Text.Json;

namespace Waybill.Eventing.Tests;

public sealed class EnvelopeTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        var written = Orders.Placed("1") with { CausationId = "cause" };

        Assert.Equal(written with { Time = written.Time.ToUniversalTime() }, Read(Orders.Detail(written)));
    }

    [Fact]
    public void An_envelope_is_written_as_CloudEvents_says() => Assert.Equal(
        """
        {"specversion":"1.0","id":"event-1","source":"shop.orders","type":"OrderPlaced.v1","time":"2026-03-02T07:00:00.123Z",
        """
        + """
        "datacontenttype":"application/json","dataschema":"https://events.shop.example/OrderPlaced/1.0.0/schema.json",
        """
        + """
        "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","correlationid":"correlation","partitionkey":"1",
        """
        + """
        "data":{"orderId":"1","total":12.50}}
        """,
        Orders.Detail(Orders.Placed("1")));

    [Fact]
    public void Attributes_and_data_that_nobody_here_knows_are_ignored()
    {
        var detail = Orders.Detail(Orders.Placed("1"))
            .Replace("\"data\":{", "\"subject\":\"x\",\"data\":{\"colour\":\"red\",", StringComparison.Ordinal);

        Assert.Equal("1", Read(detail).Data.OrderId);
    }

    [Fact]
    public void Optional_attributes_may_be_missing()
    {
        var read = Read(Orders.Detail(Orders.Placed("1") with { TraceParent = null })
            .Replace("\"datacontenttype\":\"application/json\",", "", StringComparison.Ordinal));

        Assert.Null(read.TraceParent);
        Assert.Null(read.CausationId);
    }

    [Fact]
    public void An_empty_text_for_an_optional_attribute_is_its_absence()
    {
        var read = Read(Orders.Detail(Orders.Placed("1"))
            .Replace("\"correlationid\"", "\"causationid\":\"\",\"correlationid\"", StringComparison.Ordinal));

        Assert.Null(read.CausationId);
    }

    [Theory]
    [InlineData("24\" wheel", "U+0022 at 2")]
    [InlineData("a\\b", "U+005C at 1")]
    [InlineData("a\nb", "U+000A at 1")]
    public void An_attribute_that_a_rule_could_not_copy_is_refused(string key, string where) => Assert.Contains(
        $"partitionkey of an event holds the character {where}",
        Assert.Throws<ArgumentException>(() => Orders.Detail(Orders.Placed("1") with { PartitionKey = key })).Message,
        StringComparison.Ordinal);

    /// <summary>As the catalog's validator says of the format date-time: one reader of RFC 3339 for both.</summary>
    [Theory]
    [InlineData("2026-11-28t09:15:04z", "2026-11-28T09:15:04Z")]
    [InlineData("1990-12-31T23:59:60Z", "1991-01-01T00:00:00Z")]
    [InlineData("1990-12-31T15:59:60-08:00", "1990-12-31T16:00:00-08:00")]
    [InlineData("2026-11-28T09:15:04.123456789+01:00", "2026-11-28T09:15:04.1234567+01:00")]
    [InlineData("2026-11-28T09:15:04+23:59", "2026-11-27T09:16:04Z")]
    [InlineData("2026-11-28T09:15:04", null)]
    [InlineData("2026-11-28T09:15Z", null)]
    [InlineData("2026-11-28 09:15:04Z", null)]
    [InlineData("2026-11-28T09:15:60Z", null)]
    [InlineData("2026-02-29T09:15:04Z", null)]
    public void A_time_is_one_of_RFC_3339(string written, string? read)
    {
        var detail = Orders.Detail(Orders.Placed("1")).Replace("2026-03-02T07:00:00.123Z", written, StringComparison.Ordinal);

        if (read is null)
        {
            var malformed = Assert.Throws<MalformedEventException>(() => Read(detail));
            Assert.StartsWith("/detail/time is not a timestamp", malformed.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(DateTimeOffset.Parse(read, CultureInfo.InvariantCulture), Read(detail).Time);
        }
    }

    private static Event<OrderPlaced> Read(string detail)
    {
        using var document = JsonDocument.Parse(detail);
        return Envelope.Read(document.RootElement, TestJson.Default.OrderPlaced);
    }
}
