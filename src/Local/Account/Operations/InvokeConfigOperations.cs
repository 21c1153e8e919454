namespace Waybill.Local.Account.Operations;

/// <summary>Lambda's operations on how a function is called asynchronously.</summary>
internal static class InvokeConfigOperations
{
    private static readonly string[] Destinations = ["queue", "topic", "function", "event bus"];

    /// <exception cref="AwsException">ResourceNotFoundException.</exception>
    public static EventInvokeConfig Get(Resources resources, string functionArn)
    {
        FunctionOperations.Get(resources, functionArn);
        var arn = EventInvokeConfig.ArnOf(functionArn);
        return resources.Find<EventInvokeConfig>(arn)
            ?? throw new AwsException("ResourceNotFoundException", $"The function {arn} doesn't have an EventInvokeConfig", 404);
    }

    public static EventInvokeConfig Put(Change change, EventInvokeConfig config)
    {
        var function = FunctionOperations.Get(change.Resources, config.FunctionArn);
        foreach (var destination in (string?[])[config.OnSuccessArn, config.OnFailureArn])
        {
            if (destination is not null)
            {
                RequireSend(change.Resources, function, destination);
            }
        }

        var put = config with { ModifiedAt = change.Now };
        change.Put(put);
        return put;
    }

    public static void Delete(Change change, string functionArn) => change.Remove(Get(change.Resources, functionArn));

    private static void RequireSend(Resources resources, Function function, string destination)
    {
        if (destination == function.Arn)
        {
            throw ExecutionRole.Invalid($"The destination ARN {destination} is invalid: a function cannot be its own destination.");
        }

        ExecutionRole.RequireSend(resources, function, destination, Destinations);
    }
}
