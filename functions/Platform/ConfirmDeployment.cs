namespace Waybill.Platform;

/// <summary>Hears what <c>waybill verify</c> puts on the bus after a deployment; that its inbox logs it as handled is the answer.</summary>
public sealed class ConfirmDeployment : IConsumer<DeploymentVerified>
{
    public string IdempotencyKey(Event<DeploymentVerified> @event) => @event.Id;

    public Task ConsumeAsync(Event<DeploymentVerified> @event, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>What this consumer reads of <c>DeploymentVerified.v1</c>.</summary>
public sealed record DeploymentVerified(string Revision);

public sealed partial class Functions
{
    [LambdaFunction]
    public Task<SQSBatchResponse> ConfirmDeployment(
        [FromServices] Inbox<ConfirmDeployment, DeploymentVerified> inbox, SQSEvent batch, ILambdaContext context) =>
        inbox.HandleAsync(batch, context, PlatformJson.Default.DeploymentVerified);
}
