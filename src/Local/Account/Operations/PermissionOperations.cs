using Waybill.Local.Account.Policies;

namespace Waybill.Local.Account.Operations;

/// <summary>Lambda's operations on a function's policy.</summary>
internal static class PermissionOperations
{
    /// <summary>Bytes of a function's policy at most (Lambda developer guide, "Lambda quotas").</summary>
    private const int LongestPolicy = 20 * 1024;

    /// <summary>The statement that a permission stands for (Lambda API reference, AddPermission).</summary>
    public static PolicyStatement Statement(
        string sid, string action, string principal, string functionArn, string? sourceArn, string? sourceAccount)
    {
        var conditions = new Dictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>(StringComparer.Ordinal);
        if (sourceAccount is not null)
        {
            conditions["StringEquals"] = One("AWS:SourceAccount", sourceAccount);
        }

        if (sourceArn is not null)
        {
            conditions["ArnLike"] = One("AWS:SourceArn", sourceArn);
        }

        var who = new PolicyDocument(functionArn.Split(':')[1], _ => { }).Principal(principal);
        return new PolicyStatement(sid, Allow: true, [who], [action], [functionArn], conditions);
    }

    /// <summary>A template's permission: the statement is on the function's policy from now on.</summary>
    public static void Put(Change change, FunctionPermission permission)
    {
        FunctionOperations.Update(change, permission.FunctionArn, revisionId: null, function => function with
        {
            Policy = [.. Without(function, permission.Statement.Sid), permission.Statement],
        });
        change.Put(permission);
    }

    public static void Delete(Change change, FunctionPermission permission)
    {
        change.Remove(permission);
        if (change.Resources.Find<Function>(permission.FunctionArn) is not null)
        {
            FunctionOperations.Update(change, permission.FunctionArn, revisionId: null, function => function with
            {
                Policy = Without(function, permission.Statement.Sid),
            });
        }
    }

    public static void Add(Change change, string functionArn, string? revisionId, PolicyStatement statement) =>
        FunctionOperations.Update(change, functionArn, revisionId, function => function.Policy.Any(other => other.Sid == statement.Sid)
            ? throw new AwsException(
                "ResourceConflictException",
                $"The statement id ({statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing "
                    + "statement.",
                409)
            : Bounded(function with { Policy = [.. function.Policy, statement] }));

    public static void Remove(Change change, string functionArn, string? revisionId, string sid) =>
        FunctionOperations.Update(change, functionArn, revisionId, function => function.Policy.All(statement => statement.Sid != sid)
            ? throw new AwsException("ResourceNotFoundException", $"Statement {sid} is not found in resource policy.", 404)
            : function with { Policy = Without(function, sid) });

    private static IReadOnlyList<PolicyStatement> Without(Function function, string? sid) =>
        [.. function.Policy.Where(statement => statement.Sid != sid)];

    private static Function Bounded(Function function) => PolicyDocument.Write(function.Policy).Length <= LongestPolicy
        ? function
        : throw new AwsException(
            "PolicyLengthExceededException", $"The final policy size is bigger than the limit ({LongestPolicy}).", 400);

    private static Dictionary<string, IReadOnlyList<string>> One(string key, string value) =>
        new(StringComparer.Ordinal) { [key] = [value] };
}
