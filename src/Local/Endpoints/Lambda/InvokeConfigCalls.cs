using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.EventBridge;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>How a function is called when nobody waits for its answer.</summary>
internal sealed class InvokeConfigCalls(LiveAccount account)
{
    private const string Path = "/2019-09-25/functions/{function}/event-invoke-config";

    private const int MostListed = 50;

    public IEnumerable<LambdaRoute> Routes =>
    [
        new("PutFunctionEventInvokeConfig", HttpMethods.Put, Path, PutAsync),
        new("UpdateFunctionEventInvokeConfig", HttpMethods.Post, Path, UpdateAsync),
        new("GetFunctionEventInvokeConfig", HttpMethods.Get, Path, GetAsync),
        new("ListFunctionEventInvokeConfigs", HttpMethods.Get, Path + "/list", ListAsync),
        new("DeleteFunctionEventInvokeConfig", HttpMethods.Delete, Path, DeleteAsync),
    ];

    private async Task<LambdaAnswer> PutAsync(LambdaCall call)
    {
        var function = account.Function(call, "lambda:PutFunctionEventInvokeConfig");
        var read = Read(call);
        return Answer(await account.ChangeAsync(
            change => InvokeConfigOperations.Put(change, read(new EventInvokeConfig(EventInvokeConfig.ArnOf(function.Arn), function.Arn))),
            call.Cancellation));
    }

    private async Task<LambdaAnswer> UpdateAsync(LambdaCall call)
    {
        var function = account.Function(call, "lambda:UpdateFunctionEventInvokeConfig");
        var read = Read(call);
        return Answer(await account.ChangeAsync(
            change => InvokeConfigOperations.Put(change, read(InvokeConfigOperations.Get(change.Resources, function.Arn))),
            call.Cancellation));
    }

    private Task<LambdaAnswer> GetAsync(LambdaCall call) => Task.FromResult(Answer(InvokeConfigOperations.Get(
        account.Now, account.Function(call, "lambda:GetFunctionEventInvokeConfig").Arn)));

    private Task<LambdaAnswer> ListAsync(LambdaCall call)
    {
        var function = account.Function(call, "lambda:ListFunctionEventInvokeConfigs");
        var configs = account.Now.All<EventInvokeConfig>().Where(config => config.FunctionArn == function.Arn);
        return Task.FromResult(LambdaAnswer.Of(LambdaPage.Of(call, configs, MostListed, "FunctionEventInvokeConfigs", Json)));
    }

    private async Task<LambdaAnswer> DeleteAsync(LambdaCall call)
    {
        var function = account.Function(call, "lambda:DeleteFunctionEventInvokeConfig");
        await account.ChangeAsync(change => InvokeConfigOperations.Delete(change, function.Arn), call.Cancellation);
        return LambdaAnswer.None;
    }

    /// <summary>What the request mentions; an empty destination takes away the one there was.</summary>
    private static Func<EventInvokeConfig, EventInvokeConfig> Read(LambdaCall call)
    {
        var constraints = new Constraints(call.Body);
        var retries = constraints.Number("MaximumRetryAttempts", 0, 2);
        var age = constraints.Number("MaximumEventAgeInSeconds", 60, 21_600);
        var destinations = constraints.Inside("DestinationConfig");
        var onSuccess = Destination(destinations?.Inside("OnSuccess"));
        var onFailure = Destination(destinations?.Inside("OnFailure"));
        constraints.Check();
        return before => before with
        {
            MaximumRetryAttempts = retries ?? before.MaximumRetryAttempts,
            MaximumEventAge = age is { } seconds ? TimeSpan.FromSeconds(seconds) : before.MaximumEventAge,
            OnSuccessArn = onSuccess is null ? before.OnSuccessArn : onSuccess.Length == 0 ? null : onSuccess,
            OnFailureArn = onFailure is null ? before.OnFailureArn : onFailure.Length == 0 ? null : onFailure,
        };
    }

    private static string? Destination(Constraints? given) => given is null ? null : given.Text("Destination", 350, empty: true) ?? "";

    private static LambdaAnswer Answer(EventInvokeConfig config) => LambdaAnswer.Of(Json(config));

    private static JsonObject Json(EventInvokeConfig config)
    {
        var json = new JsonObject { ["FunctionArn"] = config.Arn, ["LastModified"] = FunctionJson.Seconds(config.ModifiedAt) };
        if (config.MaximumRetryAttempts is { } retries)
        {
            json["MaximumRetryAttempts"] = retries;
        }

        if (config.MaximumEventAge is { } age)
        {
            json["MaximumEventAgeInSeconds"] = (int)age.TotalSeconds;
        }

        json["DestinationConfig"] = new JsonObject
        {
            ["OnSuccess"] = Destination(config.OnSuccessArn),
            ["OnFailure"] = Destination(config.OnFailureArn),
        };
        return json;
    }

    private static JsonObject Destination(string? arn) => arn is null ? [] : new JsonObject { ["Destination"] = arn };
}
