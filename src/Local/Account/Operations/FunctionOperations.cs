using System.Security.Cryptography;
using System.Text;

namespace Waybill.Local.Account.Operations;

/// <summary>Lambda's operations on functions.</summary>
internal static class FunctionOperations
{
    /// <summary>Concurrent calls of all the account's functions (Lambda developer guide, "Lambda quotas").</summary>
    public const int AccountConcurrency = 1000;

    /// <summary>What functions without a reservation must be left.</summary>
    private const int LeastUnreserved = 100;

    /// <exception cref="AwsException">ResourceNotFoundException.</exception>
    public static Function Get(Resources resources, string arn) => resources.Find<Function>(arn)
        ?? throw new AwsException("ResourceNotFoundException", $"Function not found: {arn}", 404);

    public static Function Create(Change change, Function function)
    {
        if (change.Resources.Find<Function>(function.Arn) is not null)
        {
            throw new AwsException("ResourceConflictException", $"Function already exist: {function.Name}", 409);
        }

        return Put(change, function);
    }

    /// <summary>Makes it what a template says; what is on its policy stays.</summary>
    public static Function Redefine(Change change, Function function) =>
        Put(change, function with { Policy = Get(change.Resources, function.Arn).Policy });

    /// <summary>Changes what is there; when somebody has changed it since <paramref name="revisionId"/>, nothing.</summary>
    public static Function Update(Change change, string arn, string? revisionId, Func<Function, Function> update)
    {
        var before = Get(change.Resources, arn);
        if (revisionId is not null && before.RevisionId is not null && revisionId != before.RevisionId)
        {
            throw new AwsException(
                "PreconditionFailedException",
                "The RevisionId provided does not match the latest RevisionId. "
                    + "Call the GetFunction/GetAlias API to retrieve the latest RevisionId",
                412);
        }

        return Put(change, update(before));
    }

    /// <summary>Deletes a function and how it is called; mappings to it stay, and find nobody.</summary>
    public static void Delete(Change change, Function function)
    {
        change.Remove(function);
        if (change.Resources.Find<EventInvokeConfig>(EventInvokeConfig.ArnOf(function.Arn)) is { } config)
        {
            change.Remove(config);
        }
    }

    private static Function Put(Change change, Function function)
    {
        ExecutionRole.RequireThere(change.Resources, function);
        RequireFreeConcurrency(change.Resources, function);
        if (function.DeadLetterArn is { } deadLetters && change.Resources.Find<Function>(function.Arn)?.DeadLetterArn != deadLetters)
        {
            ExecutionRole.RequireSend(change.Resources, function, deadLetters, "queue", "topic");
        }

        var put = function with { ModifiedAt = change.Now, RevisionId = null };
        put = put with { RevisionId = Revision(put) };
        change.Put(put);
        return put;
    }

    private static void RequireFreeConcurrency(Resources resources, Function function)
    {
        if (function.ReservedConcurrency is not > 0)
        {
            return;
        }

        var others = resources.All<Function>().Where(other => other.Arn != function.Arn && Scope.Of(other.Arn) == Scope.Of(function.Arn))
            .Sum(other => other.ReservedConcurrency ?? 0);
        if (others + function.ReservedConcurrency > AccountConcurrency - LeastUnreserved)
        {
            throw new AwsException(
                "InvalidParameterValueException",
                "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum "
                    + $"value of [{LeastUnreserved}].");
        }
    }

    private static string Revision(Function function) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(ResourceJson.Write(function))).AsSpan(0, 16)).ToString("D");
}
