using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Bus.Fanout;

/// <summary>What is published to a topic.</summary>
/// <param name="Text">The message.</param>
/// <param name="Subject">The subject of mails, and a member of the envelope; null when there is none.</param>
/// <param name="Attributes">Of a type SQS knows, or <c>String.Array</c>.</param>
internal sealed record TopicMessage(string Text, string? Subject, IReadOnlyDictionary<string, MessageAttribute> Attributes)
{
    /// <summary>Other messages in place of <see cref="Text"/>, by the protocol they are for.</summary>
    public IReadOnlyDictionary<string, string>? ByProtocol { get; init; }

    public string? TraceHeader { get; init; }

    public string For(string protocol) => ByProtocol?.GetValueOrDefault(protocol) ?? Text;
}

/// <summary>What comes of a message: to be written in the transaction that accepts it.</summary>
internal sealed record TopicPlan(string MessageId, IReadOnlyList<StoredMessage> Messages, IReadOnlyList<Delivery> Deliveries);
