using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Functions;

/// <summary>An event that a destination puts on an event bus; its source is <c>lambda</c>.</summary>
internal sealed record DestinationEvent(string BusArn, string DetailType, string Detail, IReadOnlyList<string> Resources);

/// <summary>What reaches destinations that are neither queues nor functions.</summary>
/// <param name="PublishAsync">Puts an event on a bus.</param>
/// <param name="NotifyAsync">Publishes a message, with its attributes, to a topic.</param>
internal sealed record DestinationPorts(
    Func<DestinationEvent, CancellationToken, Task> PublishAsync,
    Func<string, string, IReadOnlyDictionary<string, MessageAttribute>, CancellationToken, Task> NotifyAsync);

/// <summary>Takes letters to where they go, as far as the function's role may send there.</summary>
internal sealed class Destinations(LiveAccount account, Queues queues, DestinationPorts ports, Action<string> warn, TimeProvider time)
{
    /// <summary>SQS's limit, and that of an event.</summary>
    private const int MostBytes = 1024 * 1024;

    /// <summary>Sends what goes elsewhere, and prepares what is written in the transaction that ends the call.</summary>
    /// <remarks>A crash between the two sends twice what went elsewhere; it loses nothing.</remarks>
    /// <returns>How many letters could not be sent, and what is to be written.</returns>
    public async Task<Post> SendAsync(
        Function function, IReadOnlyList<Letter> letters, CancellationToken cancellationToken)
    {
        var post = new Post([], [], Lost: 0);
        foreach (var letter in letters)
        {
            if (Problem(function, letter) is { } problem)
            {
                warn($"A letter of {function.Name} to {letter.Arn} is lost: {problem}");
                post = post with { Lost = post.Lost + 1 };
            }
            else
            {
                await SendAsync(function, letter, post, cancellationToken);
            }
        }

        return post;
    }

    private string? Problem(Function function, Letter letter)
    {
        var decision = ExecutionRole.MaySend(account.Now, function, letter.Arn);
        return !decision.Allowed ? decision.Reason
            : letter.Body.Length > MostBytes ? $"it has {letter.Body.Length} characters, more than {MostBytes}."
            : TargetKinds.Of(letter.Arn) == TargetKind.Queue && queues.Find(letter.Arn) is null ? "there is no such queue."
            : null;
    }

    private async Task SendAsync(Function function, Letter letter, Post post, CancellationToken cancellationToken)
    {
        switch (TargetKinds.Of(letter.Arn))
        {
            case TargetKind.Queue:
                post.Messages.Add(queues.Prepare(letter.Arn, letter.Body, letter.Attributes, traceHeader: null, delay: null));
                break;
            case TargetKind.Function:
                post.Deliveries.Add(Delivery.ToFunction(letter.Arn, letter.Body, time.GetUtcNow()));
                break;
            case TargetKind.Topic:
                await ports.NotifyAsync(letter.Arn, letter.Body, letter.Attributes, cancellationToken);
                break;
            default:
                await ports.PublishAsync(
                    new DestinationEvent(letter.Arn, letter.DetailType!, letter.Body, [EventInvokeConfig.ArnOf(function.Arn), letter.Arn]),
                    cancellationToken);
                break;
        }
    }
}

/// <summary>What is written in the transaction that ends a call.</summary>
internal sealed record Post(List<StoredMessage> Messages, List<Delivery> Deliveries, int Lost)
{
    public void Write(StoreTransaction transaction, Queues queues)
    {
        // A queue may have gone since; on the writer's thread that is known.
        Messages.RemoveAll(message => queues.Find(message.QueueArn) is null);
        Messages.ForEach(transaction.Insert);
        Deliveries.ForEach(transaction.Insert);
    }
}
