namespace Waybill.Notifications;

/// <summary>Thanks the customer once for each order, however often the event is delivered.</summary>
public sealed class SendOrderConfirmation(IEmailSender emails) : IConsumer<OrderCreated>
{
    public string IdempotencyKey(Event<OrderCreated> @event) => @event.Data.OrderId;

    public Task ConsumeAsync(Event<OrderCreated> @event, CancellationToken cancellationToken) =>
        emails.SendAsync(Email.OrderConfirmation(@event.Data), cancellationToken);
}

/// <summary>What this consumer reads of <c>OrderCreated.v2</c>; it ignores the rest.</summary>
public sealed record OrderCreated(string OrderId, decimal TotalPrice, string Currency);

public sealed partial class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> SendOrderConfirmation(
        [FromServices] Inbox<SendOrderConfirmation, OrderCreated> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context, SendOrderConfirmationJson.Default.OrderCreated);
}

[JsonSerializable(typeof(OrderCreated))]
internal sealed partial class SendOrderConfirmationJson : JsonSerializerContext;
