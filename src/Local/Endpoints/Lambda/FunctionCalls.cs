using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.EventBridge;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Functions;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>Makes, shows, configures and deletes functions.</summary>
internal sealed class FunctionCalls(LiveAccount account, FunctionCode code)
{
    public const string Functions = "/2015-03-31/functions";
    public const string One = Functions + "/{function}";

    /// <summary>As many as Lambda shows at a time.</summary>
    private const int MostListed = 50;

    public IEnumerable<LambdaRoute> Routes =>
    [
        new("CreateFunction", HttpMethods.Post, Functions, CreateAsync) { MostBytes = CodeReading.MostBytes },
        new("ListFunctions", HttpMethods.Get, Functions, ListAsync),
        new("GetFunction", HttpMethods.Get, One, GetAsync),
        new("GetFunctionConfiguration", HttpMethods.Get, One + "/configuration", GetConfigurationAsync),
        new("UpdateFunctionConfiguration", HttpMethods.Put, One + "/configuration", UpdateConfigurationAsync),
        new("DeleteFunction", HttpMethods.Delete, One, DeleteAsync),
    ];

    private async Task<LambdaAnswer> CreateAsync(LambdaCall call)
    {
        var constraints = new Constraints(call.Body);
        var given = constraints.Required("FunctionName", 140);
        constraints.Check();
        var arn = FunctionAddress.Arn(call.Scope, given, "functionName");
        call.Caller.Require("lambda:CreateFunction", arn, []);
        var function = FunctionSettings.Read(call.Body, isNew: true)(Empty(arn, call.Body.Map("Tags")));
        var uploaded = CodeReading.Unpack(code, CodeReading.Archive(call.Body.Object("Code") ?? call.Body));
        var created = await account.ChangeAsync(
            change => FunctionOperations.Create(change, CodeCalls.With(function, uploaded)), call.Cancellation);
        return LambdaAnswer.Of(FunctionJson.Configuration(created), StatusCodes.Status201Created);
    }

    private Task<LambdaAnswer> ListAsync(LambdaCall call)
    {
        call.Caller.Require("lambda:ListFunctions", "*", []);
        var functions = account.Now.All<Function>().Where(function => Scope.Of(function.Arn) == call.Scope);
        return Task.FromResult(LambdaAnswer.Of(LambdaPage.Of(call, functions, MostListed, "Functions", FunctionJson.Configuration)));
    }

    private Task<LambdaAnswer> GetAsync(LambdaCall call)
    {
        var function = Find(call, "lambda:GetFunction");
        var json = new JsonObject
        {
            ["Configuration"] = FunctionJson.Configuration(function),
            ["Code"] = new JsonObject { ["RepositoryType"] = "S3", ["Location"] = new Uri(Path.GetFullPath(function.CodePath)).ToString() },
        };
        if (function.Tags is { Count: > 0 } tags)
        {
            json["Tags"] = FunctionJson.Map(tags);
        }

        if (function.ReservedConcurrency is { } reserved)
        {
            json["Concurrency"] = new JsonObject { ["ReservedConcurrentExecutions"] = reserved };
        }

        return Task.FromResult(LambdaAnswer.Of(json));
    }

    private Task<LambdaAnswer> GetConfigurationAsync(LambdaCall call) =>
        Task.FromResult(LambdaAnswer.Of(FunctionJson.Configuration(Find(call, "lambda:GetFunctionConfiguration"))));

    private async Task<LambdaAnswer> UpdateConfigurationAsync(LambdaCall call)
    {
        var function = Find(call, "lambda:UpdateFunctionConfiguration");
        var settings = FunctionSettings.Read(call.Body, isNew: false);
        var updated = await account.ChangeAsync(
            change => FunctionOperations.Update(change, function.Arn, call.Body.Text("RevisionId"), settings), call.Cancellation);
        return LambdaAnswer.Of(FunctionJson.Configuration(updated));
    }

    private async Task<LambdaAnswer> DeleteAsync(LambdaCall call)
    {
        var function = Find(call, "lambda:DeleteFunction");
        await account.ChangeAsync(
            change => FunctionOperations.Delete(change, FunctionOperations.Get(change.Resources, function.Arn)), call.Cancellation);
        return LambdaAnswer.None;
    }

    private Function Find(LambdaCall call, string action) => account.Function(call, action);

    private static Function Empty(string arn, IReadOnlyDictionary<string, string> tags) => new(
        arn.Split(':')[^1], arn, RoleArn: "", Runtime: "", Handler: "", CodePath: "", MemoryMegabytes: 128, TimeSpan.FromSeconds(3),
        ReservedConcurrency: null, $"/aws/lambda/{arn.Split(':')[^1]}", new Dictionary<string, string>(StringComparer.Ordinal))
    {
        Tags = tags.Count == 0 ? null : tags,
    };
}

internal static class FunctionLookup
{
    /// <summary>The function that a call's path names, if the caller may do this to it.</summary>
    /// <exception cref="AwsException">AccessDeniedException, ResourceNotFoundException.</exception>
    public static Function Function(this LiveAccount account, LambdaCall call, string action)
    {
        var arn = call.Function();
        call.Caller.Require(action, arn, account.Now.Find<Function>(arn)?.Policy ?? []);
        return FunctionOperations.Get(account.Now, arn);
    }
}
