using Waybill.Eventing.Consuming;
using Waybill.Tests.Support;

namespace Waybill.Eventing.Tests.Consuming;

/// <summary>Where a run of a consumer stands still until the test lets it go on.</summary>
internal enum Point
{
    BeforeEffect,
    AfterEffect,
    AfterPublish,
}

/// <summary>One function process that handles one delivery, and stops at every point for the test to decide what happens next.</summary>
internal sealed class DeliveryAttempt(DeliveryWorld world, DeliveryMessage message) : IConsumer<OrderPlaced>
{
    private TaskCompletionSource _still = NewSource();
    private TaskCompletionSource _gate = NewSource();

    public DeliveryMessage Message => message;

    public DateTimeOffset LeaseUntil { get; private set; }

    /// <summary>Where it stands; null before it has the claim, and when it has ended.</summary>
    public Point? At { get; private set; }

    public bool Crashed { get; private set; }

    public bool Ended { get; private set; }

    /// <summary>Completes when it stands at a point, or has ended.</summary>
    public Task StillAsync() => _still.Task;

    public async Task RunAsync(Inbox<DeliveryAttempt, OrderPlaced> inbox, TimeSpan remaining, DateTimeOffset leaseUntil)
    {
        LeaseUntil = leaseUntil;
        try
        {
            var batch = Deliveries.Batch(Deliveries.Message(message.Id, message.Detail));
            var response = await inbox.HandleAsync(batch, new Invocation(remaining), TestJson.Default.OrderPlaced);
            world.Answered(this, succeeded: response.BatchItemFailures.Count == 0);
        }
        finally
        {
            Ended = true;
            _still.TrySetResult();
        }
    }

    public string IdempotencyKey(Event<OrderPlaced> @event) => @event.Data.OrderId;

    public async Task ConsumeAsync(Event<OrderPlaced> @event, CancellationToken cancellationToken)
    {
        world.Entered(this);
        var returned = false;
        try
        {
            await StopAsync(Point.BeforeEffect, cancellationToken);
            message.Thing.Effects++;
            await StopAsync(Point.AfterEffect, cancellationToken);
            await StopAsync(Point.AfterPublish, cancellationToken);
            returned = true;
        }
        finally
        {
            world.Left(this, returned);
            At = null;
        }
    }

    public void GoOn() => Leave(gate => gate.SetResult());

    public void Throw() => Leave(gate => gate.SetException(new InvalidOperationException("As the test wanted.")));

    /// <summary>The process is gone: nothing of it runs ever again.</summary>
    public void Crash() => Crashed = true;

    private async Task StopAsync(Point point, CancellationToken cancellationToken)
    {
        _gate = NewSource();
        At = point;
        await using var stop = cancellationToken.Register(() =>
        {
            if (!Crashed && At == point)
            {
                world.Note("stopped because time was up");
                Leave(gate => gate.TrySetCanceled(cancellationToken));
            }
        });
        _still.TrySetResult();
        await _gate.Task;
    }

    private void Leave(Action<TaskCompletionSource> open)
    {
        _still = NewSource();
        open(_gate);
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
