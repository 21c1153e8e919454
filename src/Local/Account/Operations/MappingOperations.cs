using Waybill.EventPatterns;

namespace Waybill.Local.Account.Operations;

/// <summary>Lambda's operations on event source mappings.</summary>
internal static class MappingOperations
{
    public const int LargestBatch = 10_000;
    public const int LongestWindow = 300;

    private const int LargestBatchWithoutWindow = 10;

    /// <summary>Patterns a mapping takes (Lambda developer guide, "Control which events Lambda sends to your function").</summary>
    private const int MostFilters = 5;

    private const int LongestFilter = 4096;

    private static readonly string[] PollerActions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];

    /// <exception cref="AwsException">ResourceNotFoundException.</exception>
    public static EventSourceMapping Get(Resources resources, string arn) => resources.Find<EventSourceMapping>(arn)
        ?? throw new AwsException("ResourceNotFoundException", "The resource you requested does not exist.", 404);

    public static EventSourceMapping Create(Change change, EventSourceMapping mapping)
    {
        var other = change.Resources.All<EventSourceMapping>()
            .FirstOrDefault(other => other.FunctionArn == mapping.FunctionArn && other.QueueArn == mapping.QueueArn);
        if (other is not null)
        {
            throw new AwsException(
                "ResourceConflictException",
                $"An event source mapping with SQS arn (\" {mapping.QueueArn} \") and function (\" {mapping.FunctionName} \") "
                    + $"already exists. Please update or delete the existing mapping with UUID {other.Uuid}",
                409);
        }

        return Update(change, mapping);
    }

    public static EventSourceMapping Update(Change change, EventSourceMapping mapping)
    {
        if (change.Resources.Find<Function>(mapping.FunctionArn) is not { } function)
        {
            throw ExecutionRole.Invalid($"Function does not exist: {mapping.FunctionName}");
        }

        if (change.Resources.Find<Queue>(mapping.QueueArn) is not { } queue)
        {
            throw ExecutionRole.Invalid(
                "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. "
                    + $"SQS Error Message: There is no queue {mapping.QueueArn}.");
        }

        CheckBatch(mapping);
        CheckFilters(mapping);
        CheckPair(change.Resources, function, queue);
        var put = mapping with { ModifiedAt = change.Now };
        change.Put(put);
        return put;
    }

    public static void Delete(Change change, EventSourceMapping mapping) => change.Remove(mapping);

    private static void CheckBatch(EventSourceMapping mapping)
    {
        if (mapping.BatchSize > LargestBatchWithoutWindow && mapping.BatchingWindow == TimeSpan.Zero)
        {
            throw ExecutionRole.Invalid(
                "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than "
                    + $"{LargestBatchWithoutWindow}");
        }
    }

    private static void CheckFilters(EventSourceMapping mapping)
    {
        if (mapping.Filters?.Count > MostFilters)
        {
            throw ExecutionRole.Invalid($"Filter criteria has {mapping.Filters.Count} filters; {MostFilters} are allowed.");
        }

        foreach (var filter in mapping.Filters ?? [])
        {
            if (FilterProblem(filter) is { } problem)
            {
                throw ExecutionRole.Invalid($"Invalid filter pattern definition. {problem}");
            }
        }
    }

    /// <summary>Why a pattern is no filter; null when it is one.</summary>
    public static string? FilterProblem(string filter)
    {
        try
        {
            EventPattern.Parse(filter);
            return filter.Length <= LongestFilter ? null : $"It has {filter.Length} characters; {LongestFilter} are allowed.";
        }
        catch (InvalidEventPatternException invalid)
        {
            return invalid.Message;
        }
    }

    private static void CheckPair(Resources resources, Function function, Queue queue)
    {
        if (queue.VisibilityTimeout < function.Timeout)
        {
            throw ExecutionRole.Invalid(
                $"Queue visibility timeout: {queue.VisibilityTimeout.TotalSeconds} seconds is less than Function timeout: "
                    + $"{function.Timeout.TotalSeconds} seconds");
        }

        foreach (var action in PollerActions)
        {
            var decision = ExecutionRole.May(resources, function, action, queue.Arn);
            if (!decision.Allowed)
            {
                throw ExecutionRole.Invalid(
                    $"The provided execution role does not have permissions to call {action["sqs:".Length..]} on SQS. {decision.Reason}");
            }
        }
    }
}
