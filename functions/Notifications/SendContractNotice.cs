namespace Waybill.Notifications;

/// <summary>Tells the customer once that a contract is in force, and once that it is no longer.</summary>
public sealed class SendContractNotice(IEmailSender emails) : IConsumer<ContractChanged>
{
    /// <summary>A contract's state, not the event: two causes may cancel one contract, and that is worth one mail.</summary>
    public string IdempotencyKey(Event<ContractChanged> @event) => $"{@event.Data.ContractId}#{StateOf(@event)}";

    public Task ConsumeAsync(Event<ContractChanged> @event, CancellationToken cancellationToken) =>
        emails.SendAsync(Email.ContractNotice(@event.Data, StateOf(@event)), cancellationToken);

    private static ContractState StateOf(Event<ContractChanged> @event) => @event.Type switch
    {
        "ContractIssued.v1" => ContractState.Issued,
        "ContractCancelled.v1" => ContractState.Cancelled,
        var other => throw new NotSupportedException(
            $"{nameof(SendContractNotice)} knows no event {other}; its rule in infra/ lets through too much."),
    };
}

/// <summary>What this consumer reads of <c>ContractIssued.v1</c> and <c>ContractCancelled.v1</c>; it ignores the rest.</summary>
public sealed record ContractChanged(string ContractId, string OrderId, string Kind);

public enum ContractState
{
    Issued,
    Cancelled,
}

public sealed partial class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> SendContractNotice(
        [FromServices] Inbox<SendContractNotice, ContractChanged> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context, SendContractNoticeJson.Default.ContractChanged);
}

[JsonSerializable(typeof(ContractChanged))]
internal sealed partial class SendContractNoticeJson : JsonSerializerContext;
