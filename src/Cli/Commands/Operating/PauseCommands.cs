using System.CommandLine;
using Spectre.Console;
using Waybill.Operations;
using Waybill.Operations.Consumers;

namespace Waybill.Cli.Commands.Operating;

/// <summary><c>waybill pause</c> and <c>waybill resume</c>: a consumer is handed nothing, and its queue keeps what arrives.</summary>
internal static class PauseCommands
{
    public static IEnumerable<Command> Create(IAnsiConsole console)
    {
        yield return Create(
            "pause", "Hand a consumer no more messages; its queue keeps what arrives, as long as it keeps messages.",
            async (account, consumer, cancellationToken) =>
            {
                var changed = await account.Mappings.PauseAsync(consumer, cancellationToken);
                var queue = await account.QueueAsync(consumer, cancellationToken);
                var state = changed ? "is paused" : "was paused already";
                console.MarkupLineInterpolated($"{consumer.Title} {state}: {queue.Depth.Messages} messages wait in its queue.");
                console.MarkupLineInterpolated($"[yellow]Its queue keeps a message for {Age.Of(queue.Retention)}[/], then it is gone.");
                console.MarkupLineInterpolated($"Go on with: ./waybill resume {consumer.Title}");
            });
        yield return Create(
            "resume", "Hand a paused consumer its messages again.",
            async (account, consumer, cancellationToken) =>
            {
                var changed = await account.Mappings.ResumeAsync(consumer, cancellationToken);
                var queue = await account.QueueAsync(consumer, cancellationToken);
                var state = changed ? "goes on" : "was not paused";
                console.MarkupLineInterpolated($"{consumer.Title} {state}: {queue.Depth.Messages} messages wait in its queue.");
            });
    }

    private static Command Create(string word, string description, Func<Operator, Consumer, CancellationToken, Task> act)
    {
        var name = Arguments.Consumer();
        var verb = new Verb(word, description);
        verb.Command.Arguments.Add(name);
        return verb.Does(async (account, arguments, cancellationToken) =>
        {
            var consumer = (await account.ConsumersAsync(cancellationToken)).Find(arguments.GetValue(name)!);
            await act(account, consumer, cancellationToken);
            return 0;
        });
    }
}
