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

    private static Event<OrderPlaced> Read(string detail)
    {
        using var document = JsonDocument.Parse(detail);
        return Envelope.Read(document.RootElement, TestJson.Default.OrderPlaced);
    }
}
