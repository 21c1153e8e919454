using Waybill.Operations.Accounts;
using Waybill.Operations.Consumers;
using Waybill.Operations.Explaining;
using Waybill.Operations.Failures;
using Waybill.Operations.Flows;
using Waybill.Operations.Health;
using Waybill.Operations.Opening;
using Waybill.Operations.Pausing;
using Waybill.Operations.Publishing;
using Waybill.Operations.Rebuilding;
using Waybill.Operations.Redriving;
using Waybill.Operations.Replaying;
using Waybill.Operations.Status;
using Waybill.Operations.Tracing;
using Waybill.Operations.Verifying;

namespace Waybill.Operations;

/// <summary>What an operator does in one account: the verbs, which speak to AWS APIs only (docs/failures.md).</summary>
public sealed class Operator(AwsAccount account, TimeProvider time)
{
    /// <summary>How long a person who watches waits for a consumer after its last report.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public StatusReader Status { get; } = new(account, time);

    public FlowReader Flows { get; } = new(account, time);

    public HealthReader Health { get; } = new(account, time);

    public FailureReader Failures { get; } = new(account, time);

    public Redrive Redrive { get; } = new(account, time);

    public Replay Replay { get; } = new(account, time);

    public Rebuild Rebuild { get; } = new(account, time);

    public TraceReader Trace { get; } = new(account, time);

    public AttemptLines Lines { get; } = new(account);

    public RuleExplainer Rules { get; } = new(account, time);

    public EventOpener Events { get; } = new(account, time);

    public EventPublisher Publish { get; } = new(account);

    public Verifier Verify { get; } = new(account, time);

    public MappingSwitch Mappings { get; } = new(account, time);

    /// <summary>The consumers of the account.</summary>
    public Task<ConsumerList> ConsumersAsync(CancellationToken cancellationToken) =>
        new ConsumerReader(account).ReadAsync(cancellationToken);

    /// <summary>The settings and depth of a consumer's queue.</summary>
    public Task<QueueState> QueueAsync(Consumer consumer, CancellationToken cancellationToken) =>
        new QueueReader(account).ReadAsync(consumer.Queue, cancellationToken);
}
