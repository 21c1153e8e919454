using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Account.Policies;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.EventBridge;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>Who may call a function, beside the account's own roles.</summary>
internal sealed class PermissionCalls(LiveAccount account)
{
    private const string Policy = FunctionCalls.One + "/policy";

    private const string SourceArn = @"arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:([a-z]{2}(-gov)?-[a-z]+-\d{1})?:(\d{12})?:(.*)";

    private static readonly Refusal[] Refused =
    [
        RefusedMembers.Of("AddPermission", "EventSourceToken", "there is no Alexa here"),
        RefusedMembers.Of("AddPermission", "FunctionUrlAuthType", "there are no function URLs here"),
        RefusedMembers.Of("AddPermission", "InvokedViaFunctionUrl", "there are no function URLs here"),
        RefusedMembers.Of("AddPermission", "PrincipalOrgID", "organizations are not known here"),
    ];

    public IEnumerable<LambdaRoute> Routes =>
    [
        new("AddPermission", HttpMethods.Post, Policy, AddAsync),
        new("GetPolicy", HttpMethods.Get, Policy, GetAsync),
        new("RemovePermission", HttpMethods.Delete, Policy + "/{statement}", RemoveAsync),
    ];

    private async Task<LambdaAnswer> AddAsync(LambdaCall call)
    {
        var function = account.Function(call, "lambda:AddPermission");
        RefusedMembers.Check(call.Body, Refused);
        var constraints = new Constraints(call.Body);
        var sid = constraints.Required("StatementId", 100, "[a-zA-Z0-9-_]+");
        var action = constraints.Required("Action", 256, @"(lambda:[*]|lambda:[a-zA-Z]+|[*])");
        var principal = constraints.Required("Principal", 256, @"[^\s]+");
        var sourceArn = constraints.Text("SourceArn", 2048, SourceArn);
        var sourceAccount = constraints.Text("SourceAccount", 12, @"\d{12}");
        constraints.Check();
        var statement = PermissionOperations.Statement(sid, action, principal, function.Arn, sourceArn, sourceAccount);
        await account.ChangeAsync(
            change => PermissionOperations.Add(change, function.Arn, call.Body.Text("RevisionId"), statement), call.Cancellation);
        return LambdaAnswer.Of(new JsonObject { ["Statement"] = Text(statement) }, StatusCodes.Status201Created);
    }

    private Task<LambdaAnswer> GetAsync(LambdaCall call)
    {
        var function = account.Function(call, "lambda:GetPolicy");
        return function.Policy.Count > 0
            ? Task.FromResult(LambdaAnswer.Of(new JsonObject
            {
                ["Policy"] = PolicyDocument.Write(function.Policy),
                ["RevisionId"] = function.RevisionId,
            }))
            : throw new AwsException("ResourceNotFoundException", "The resource you requested does not exist.", 404);
    }

    private async Task<LambdaAnswer> RemoveAsync(LambdaCall call)
    {
        var function = account.Function(call, "lambda:RemovePermission");
        await account.ChangeAsync(
            change => PermissionOperations.Remove(change, function.Arn, call.Query("RevisionId"), call.Route("statement")),
            call.Cancellation);
        return LambdaAnswer.None;
    }

    /// <summary>A statement is shown as a text that holds its JSON.</summary>
    private static string Text(PolicyStatement statement)
    {
        using var policy = JsonDocument.Parse(PolicyDocument.Write([statement]));
        return policy.RootElement.GetProperty("Statement")[0].GetRawText();
    }
}
