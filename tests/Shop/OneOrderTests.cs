using Waybill.Eventing;
using Waybill.Tests.Support;

namespace Waybill.Shop.Tests;

/// <summary>The whole path of one order: its mail, and its trace as a viewer of OpenTelemetry's gets it.</summary>
public sealed class OneOrderTests(Templates templates)
{
    private const string OrderId = "800001";

    [Fact]
    public async Task One_order_becomes_one_mail_and_one_trace()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address };
        // Other tests of this process publish, too; theirs are other traces.
        await using (TraceExport.Start(new Settings(variables), "player", _ => { }, TimeProvider.System))
        await using (var shop = await RunningShop.OpenAsync(templates.Folder, openTelemetry: variables))
        {
            await shop.PlayAsync(Days.OneOrder(OrderId, price: 500m));

            var mails = await shop.Client.MailsAsync(TestContext.Current.CancellationToken);
            Assert.All(mails, mail => Assert.Equal(["customer-50001@customers.example"], mail.To));
            Assert.Single(mails, mail => mail.Subject == $"Thank you for your order {OrderId}");
        }

        var trace = Assert.Single(
            receiver.Spans.Where(span => span.Service == "waybill-laptop").Select(span => span.TraceId).Distinct());
        var spans = receiver.Spans.Where(span => span.TraceId == trace).ToList();
        var root = Assert.Single(spans, span => span.ParentId.Length == 0);
        Assert.Equal(
            """
            player: order
              player: publish OrderCreated.v2
                waybill-laptop: route IssueContracts
                  waybill-laptop: wait waybill-dev-IssueContracts
                    waybill-laptop: invoke waybill-dev-IssueContracts
                      waybill-dev-IssueContracts: process IssueContracts handled
                        waybill-dev-IssueContracts: publish ContractIssued.v1
                          waybill-laptop: route Published
                          waybill-laptop: route SendContractNotice
                            waybill-laptop: wait waybill-dev-SendContractNotice
                              waybill-laptop: invoke waybill-dev-SendContractNotice
                                waybill-dev-SendContractNotice: process SendContractNotice handled
                          waybill-laptop: route TrackOrder
                            waybill-laptop: wait waybill-dev-TrackOrder
                              waybill-laptop: invoke waybill-dev-TrackOrder
                                waybill-dev-TrackOrder: process TrackOrder handled
                waybill-laptop: route Published
                waybill-laptop: route ReserveStock
                  waybill-laptop: wait waybill-dev-ReserveStock
                    waybill-laptop: invoke waybill-dev-ReserveStock
                      waybill-dev-ReserveStock: process ReserveStock handled
                        waybill-dev-ReserveStock: publish StockLevelChanged.v1
                          waybill-laptop: route Published
                waybill-laptop: route SendOrderConfirmation
                  waybill-laptop: wait waybill-dev-SendOrderConfirmation
                    waybill-laptop: invoke waybill-dev-SendOrderConfirmation
                      waybill-dev-SendOrderConfirmation: process SendOrderConfirmation handled
                waybill-laptop: route TrackOrder
                  waybill-laptop: wait waybill-dev-TrackOrder
                    waybill-laptop: invoke waybill-dev-TrackOrder
                      waybill-dev-TrackOrder: process TrackOrder handled
            """,
            string.Join('\n', Tree(spans, root, "")));
        var process = Assert.Single(spans, span => span.Name == "process IssueContracts");
        Assert.Equal(
            ("OrderCreated.v2", "shop.orders", "IssueContracts", "waybill-dev-IssueContracts"),
            (process.Attributes["cloudevents.event_type"], process.Attributes["cloudevents.event_source"],
                process.Attributes["messaging.consumer.group.name"], process.Attributes["messaging.destination.name"]));
        var published = Assert.Single(spans, span => span.Name == "publish OrderCreated.v2");
        Assert.Equal($"{trace}-{published.SpanId}", Assert.Single(process.Links));
        // Neither the thing it is about, which would be a text of six characters, nor the customer.
        Assert.DoesNotContain(receiver.Requests, request => request.Contains($"\u0006{OrderId}", StringComparison.Ordinal));
        Assert.DoesNotContain(receiver.Requests, request => request.Contains("customer", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Tree(List<ReceivedSpan> spans, ReceivedSpan span, string indent) =>
    [
        $"{indent}{span.Service}: {span.Name} {span.Attributes.GetValueOrDefault("waybill.outcome")}".TrimEnd(),
        .. spans.Where(child => child.ParentId == span.SpanId).OrderBy(child => child.Name, StringComparer.Ordinal)
            .SelectMany(child => Tree(spans, child, indent + "  ")),
    ];
}
