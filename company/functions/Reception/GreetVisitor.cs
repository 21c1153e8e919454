namespace Waybill.Reception;

/// <summary>Greets each visitor once, however often the event is delivered.</summary>
public sealed class GreetVisitor(ConsumerLog log) : IConsumer<VisitorArrived>
{
    public string IdempotencyKey(Event<VisitorArrived> @event) => @event.Data.VisitId;

    public Task ConsumeAsync(Event<VisitorArrived> @event, CancellationToken cancellationToken)
    {
        log.Information(nameof(GreetVisitor), $"Welcome, visit {@event.Data.VisitId}, at the {@event.Data.Door} door.");
        return Task.CompletedTask;
    }
}

/// <summary>What this consumer reads of <c>VisitorArrived.v1</c>; it ignores the rest.</summary>
public sealed record VisitorArrived(string VisitId, string Door);

public sealed partial class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> GreetVisitor(
        [FromServices] Inbox<GreetVisitor, VisitorArrived> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context, GreetVisitorJson.Default.VisitorArrived);
}

[JsonSerializable(typeof(VisitorArrived))]
internal sealed partial class GreetVisitorJson : JsonSerializerContext;
