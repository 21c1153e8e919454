namespace Waybill.Local.Account.Operations;

/// <summary>Lambda's operations on functions and event source mappings.</summary>
internal static class FunctionOperations
{
    public static void Create(Change change, Function function)
    {
        if (change.Resources.Find<Function>(function.Arn) is not null)
        {
            throw new AwsException("ResourceConflictException", $"Function already exist: {function.Name}", 409);
        }

        change.Put(function);
    }

    public static void Update(Change change, Function function) => change.Put(function);

    public static void Delete(Change change, Function function) => change.Remove(function);

    public static void Create(Change change, EventSourceMapping mapping)
    {
        var other = change.Resources.All<EventSourceMapping>()
            .FirstOrDefault(other => other.FunctionName == mapping.FunctionName && other.QueueArn == mapping.QueueArn);
        if (other is not null)
        {
            throw new AwsException(
                "ResourceConflictException",
                $"An event source mapping with SQS arn (\" {mapping.QueueArn} \") and function (\" {mapping.FunctionName} \") already exists. "
                    + $"Please update or delete the existing mapping with UUID {other.Arn.Split(':')[^1]}",
                409);
        }

        Update(change, mapping);
    }

    public static void Update(Change change, EventSourceMapping mapping)
    {
        if (change.Resources.Find<Function>(Scope.Of(mapping.Arn).Arn("lambda", $"function:{mapping.FunctionName}")) is null)
        {
            throw new AwsException("InvalidParameterValueException", $"Function does not exist: {mapping.FunctionName}");
        }

        if (change.Resources.Find<Queue>(mapping.QueueArn) is null)
        {
            throw new AwsException("InvalidParameterValueException", $"Error occurred while ReceiveMessage. SQS Error Code: "
                + $"AWS.SimpleQueueService.NonExistentQueue. There is no queue {mapping.QueueArn}.");
        }

        change.Put(mapping);
    }

    public static void Delete(Change change, EventSourceMapping mapping) => change.Remove(mapping);
}
