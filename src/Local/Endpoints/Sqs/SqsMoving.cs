using System.Text;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Sqs;

/// <summary>StartMessageMoveTask, ListMessageMoveTasks and CancelMessageMoveTask: dead letters go back.</summary>
internal sealed class SqsMoving(LiveAccount account, Queues queues)
{
    public async Task StartMessageMoveTaskAsync(AwsCall call, Utf8JsonWriter json)
    {
        var source = SourceArn(call, "sqs:StartMessageMoveTask");
        int? rate = call.Body.Number("MaxNumberOfMessagesPerSecond") is null
            ? null
            : SqsLimits.InRange(call.Body, "MaxNumberOfMessagesPerSecond", 1, 1, MessageMoveTask.FastestPerSecond);
        var depth = queues.Find(source)?.Depth();
        var task = await account.ChangeAsync(
            change => MoveTaskOperations.Start(change, new MessageMoveTask(
                Guid.CreateVersion7(change.Now).ToString(), source, call.Body.Text("DestinationArn"), rate, depth?.Visible ?? 0)),
            call.Cancellation);
        json.WriteString("TaskHandle"u8, Handle(task));
    }

    public Task ListMessageMoveTasksAsync(AwsCall call, Utf8JsonWriter json)
    {
        var source = SourceArn(call, "sqs:ListMessageMoveTasks");
        MoveTaskOperations.RequireQueue(account.Now, source, "SourceArn");
        var most = SqsLimits.InRange(call.Body, "MaxResults", 1, 1, MoveTaskOperations.MostListed);
        json.WriteStartArray("Results"u8);
        foreach (var task in MoveTaskOperations.Of(account.Now, source).Take(most))
        {
            Write(json, task);
        }

        json.WriteEndArray();
        return Task.CompletedTask;
    }

    public async Task CancelMessageMoveTaskAsync(AwsCall call, Utf8JsonWriter json)
    {
        var arn = ArnOf(call.Body.RequiredText("TaskHandle"));
        call.Caller.Require("sqs:CancelMessageMoveTask", arn[..arn.LastIndexOf('/')], []);
        var moved = await account.ChangeAsync(
            change =>
            {
                var task = change.Resources.Find<MessageMoveTask>(arn) ?? throw MoveTaskOperations.NotFound("Task does not exist.");
                MoveTaskOperations.Cancel(change, task);
                return task.Moved;
            },
            call.Cancellation);
        json.WriteNumber("ApproximateNumberOfMessagesMoved"u8, moved);
    }

    private static string SourceArn(AwsCall call, string action)
    {
        var arn = call.Body.RequiredText("SourceArn");
        call.Caller.Require(action, arn, []);
        return arn;
    }

    private static void Write(Utf8JsonWriter json, MessageMoveTask task)
    {
        json.WriteStartObject();
        if (task.Status == MessageMoveTask.Running)
        {
            json.WriteString("TaskHandle"u8, Handle(task));
        }

        json.WriteString("Status"u8, task.Status);
        json.WriteString("SourceArn"u8, task.SourceArn);
        if (task.DestinationArn is { } destination)
        {
            json.WriteString("DestinationArn"u8, destination);
        }

        if (task.MaxPerSecond is { } rate)
        {
            json.WriteNumber("MaxNumberOfMessagesPerSecond"u8, rate);
        }

        json.WriteNumber("ApproximateNumberOfMessagesMoved"u8, task.Moved);
        json.WriteNumber("ApproximateNumberOfMessagesToMove"u8, task.ToMove);
        if (task.FailureReason is { } reason)
        {
            json.WriteString("FailureReason"u8, reason);
        }

        json.WriteNumber("StartedTimestamp"u8, task.StartedAt.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }

    private static string Handle(MessageMoveTask task) => Convert.ToBase64String(AwsAnswer.Json(json =>
    {
        json.WriteString("taskId"u8, task.Id);
        json.WriteString("sourceArn"u8, task.SourceArn);
    }).Span);

    /// <exception cref="AwsException">The text is no handle of a task.</exception>
    private static string ArnOf(string handle)
    {
        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(handle)));
            return $"{json.RootElement.RequiredText("sourceArn")}/{json.RootElement.RequiredText("taskId")}";
        }
        catch (Exception error) when (error is FormatException or JsonException or AwsException)
        {
            throw SqsLimits.Invalid($"Value {handle} for parameter TaskHandle is invalid. Reason: It is no handle of a task.");
        }
    }
}
