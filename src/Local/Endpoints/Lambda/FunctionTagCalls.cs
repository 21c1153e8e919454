using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>Tags of functions and event source mappings.</summary>
internal sealed class FunctionTagCalls(LiveAccount account)
{
    private const string Path = "/2017-03-31/tags/{arn}";

    private const int MostTags = 50;

    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    public IEnumerable<LambdaRoute> Routes =>
    [
        new("TagResource", HttpMethods.Post, Path, TagAsync),
        new("ListTags", HttpMethods.Get, Path, ListAsync),
        new("UntagResource", HttpMethods.Delete, Path, UntagAsync),
    ];

    private async Task<LambdaAnswer> TagAsync(LambdaCall call)
    {
        if (call.Body.Member("Tags", JsonValueKind.Object) is null)
        {
            throw ExecutionRole.Invalid("Tags must be given.");
        }

        var added = call.Body.Map("Tags");
        await ChangeAsync(call, "lambda:TagResource", before =>
        {
            var tags = new Dictionary<string, string>(before, StringComparer.Ordinal);
            foreach (var (key, value) in added)
            {
                tags[key] = value;
            }

            return tags.Count <= MostTags ? tags : throw ExecutionRole.Invalid($"A resource has at most {MostTags} tags.");
        });
        return LambdaAnswer.None;
    }

    private Task<LambdaAnswer> ListAsync(LambdaCall call)
    {
        var arn = Arn(call, "lambda:ListTags");
        return Task.FromResult(LambdaAnswer.Of(new JsonObject { ["Tags"] = FunctionJson.Map(Tags(Find(account.Now, arn))) }));
    }

    private async Task<LambdaAnswer> UntagAsync(LambdaCall call)
    {
        var keys = call.Request.Query["tagKeys"].OfType<string>().ToHashSet(StringComparer.Ordinal);
        await ChangeAsync(
            call, "lambda:UntagResource", before => before.Where(tag => !keys.Contains(tag.Key)).ToDictionary(StringComparer.Ordinal));
        return LambdaAnswer.None;
    }

    private Task ChangeAsync(
        LambdaCall call, string action, Func<IReadOnlyDictionary<string, string>, Dictionary<string, string>> update)
    {
        var arn = Arn(call, action);
        return account.ChangeAsync(
            change =>
            {
                var found = Find(change.Resources, arn);
                var tags = update(Tags(found) ?? None) is { Count: > 0 } some ? some : null;
                change.Put(found switch
                {
                    Function function => function with { Tags = tags },
                    EventSourceMapping mapping => mapping with { Tags = tags },
                    _ => found,
                });
            },
            call.Cancellation);
    }

    private static string Arn(LambdaCall call, string action)
    {
        var arn = call.Route("arn");
        call.Caller.Require(action, arn, []);
        return arn;
    }

    private static IReadOnlyDictionary<string, string>? Tags(IResource resource) =>
        resource is Function function ? function.Tags : (resource as EventSourceMapping)?.Tags;

    /// <exception cref="AwsException">ResourceNotFoundException.</exception>
    private static IResource Find(Resources resources, string arn) => arn.Contains(":event-source-mapping:", StringComparison.Ordinal)
        ? MappingOperations.Get(resources, arn)
        : FunctionOperations.Get(resources, arn);
}
