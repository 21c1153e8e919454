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
        {"specversion":"1.0","id":"event-1","source":"shop.orders","type":"OrderPlaced.v1","time":"2026-03-02T07:00:00.123Z","datacontenttype":"application/json","dataschema":"https://events.shop.example/OrderPlaced/1.0.0/schema.json","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","correlationid":"correlation","partitionkey":"1","data":{"orderId":"1","total":12.50}}
        """,
        Orders.Detail(Orders.Placed("1")));

    [Fact]
    public void Attributes_and_data_that_nobody_here_knows_are_ignored()
    {
        var detail = Orders.Detail(Orders.Placed("1")).Replace("\"data\":{", "\"subject\":\"x\",\"data\":{\"colour\":\"red\",", StringComparison.Ordinal);

        Assert.Equal("1", Read(detail).Data.OrderId);
    }

    [Fact]
    public void Optional_attributes_may_be_missing()
    {
        var read = Read(Orders.Detail(Orders.Placed("1") with { TraceParent = null }).Replace("\"datacontenttype\":\"application/json\",", "", StringComparison.Ordinal));

        Assert.Null(read.TraceParent);
        Assert.Null(read.CausationId);
    }

    private static Event<OrderPlaced> Read(string detail)
    {
        using var document = JsonDocument.Parse(detail);
        return Envelope.Read(document.RootElement, TestJson.Default.OrderPlaced);
    }
}
