using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.EventBridge;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>How many calls of a function may be under way at a time.</summary>
internal sealed class ConcurrencyCalls(LiveAccount account)
{
    private const string Member = "ReservedConcurrentExecutions";

    public IEnumerable<LambdaRoute> Routes =>
    [
        new("PutFunctionConcurrency", HttpMethods.Put, "/2017-10-31/functions/{function}/concurrency", PutAsync),
        new("GetFunctionConcurrency", HttpMethods.Get, "/2019-09-30/functions/{function}/concurrency", GetAsync),
        new("DeleteFunctionConcurrency", HttpMethods.Delete, "/2017-10-31/functions/{function}/concurrency", DeleteAsync),
    ];

    private async Task<LambdaAnswer> PutAsync(LambdaCall call)
    {
        var function = account.Function(call, "lambda:PutFunctionConcurrency");
        var constraints = new Constraints(call.Body);
        var reserved = constraints.Number(Member, 0, int.MaxValue);
        constraints.Hold(reserved is not null, Member, null, "not be null");
        constraints.Check();
        await SetAsync(function.Arn, reserved, call.Cancellation);
        return LambdaAnswer.Of(new JsonObject { [Member] = reserved });
    }

    private Task<LambdaAnswer> GetAsync(LambdaCall call) => Task.FromResult(LambdaAnswer.Of(
        account.Function(call, "lambda:GetFunctionConcurrency").ReservedConcurrency is { } reserved
            ? new JsonObject { [Member] = reserved }
            : []));

    private async Task<LambdaAnswer> DeleteAsync(LambdaCall call)
    {
        await SetAsync(account.Function(call, "lambda:DeleteFunctionConcurrency").Arn, null, call.Cancellation);
        return LambdaAnswer.None;
    }

    private Task<Function> SetAsync(string arn, int? reserved, CancellationToken cancellationToken) => account.ChangeAsync(
        change => FunctionOperations.Update(change, arn, revisionId: null, function => function with { ReservedConcurrency = reserved }),
        cancellationToken);
}
