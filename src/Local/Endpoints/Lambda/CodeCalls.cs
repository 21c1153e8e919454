using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Functions;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>UpdateFunctionCode: what is under way ends on the old code.</summary>
internal sealed class CodeCalls(LiveAccount account, FunctionCode code)
{
    public IEnumerable<LambdaRoute> Routes =>
    [
        new("UpdateFunctionCode", HttpMethods.Put, FunctionCalls.One + "/code", UpdateAsync) { MostBytes = CodeReading.MostBytes },
    ];

    public static Function With(Function function, UploadedCode uploaded) => function with
    {
        CodePath = uploaded.Path,
        CodeSha256 = uploaded.Sha256,
        CodeSize = uploaded.Size,
    };

    private async Task<LambdaAnswer> UpdateAsync(LambdaCall call)
    {
        var function = account.Function(call, "lambda:UpdateFunctionCode");
        RefusedMembers.Check(call.Body, [RefusedMembers.Publish]);
        var archive = CodeReading.Archive(call.Body);
        var uploaded = CodeReading.Unpack(code, archive);
        if (call.Body.Flag("DryRun") is true)
        {
            return LambdaAnswer.Of(FunctionJson.Configuration(With(function, uploaded)));
        }

        var updated = await account.ChangeAsync(
            change => FunctionOperations.Update(
                change, function.Arn, call.Body.Text("RevisionId"), before => With(before, uploaded)),
            call.Cancellation);
        return LambdaAnswer.Of(FunctionJson.Configuration(updated));
    }
}
