using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.DynamoDb;

/// <summary>Has the account know the tables that calls make and delete, as it knows those of its templates.</summary>
internal sealed class CalledTables(LiveAccount account)
{
    private const string Create = "CreateTable";
    private const string Update = "UpdateTable";

    private static readonly Refusal Streams = new(
        "DynamoDB", $"{Create}, {Update}", "StreamSpecification",
        _ => AwsException.Validation("StreamSpecification is not supported: laptop mode's DynamoDB has no streams."));

    /// <summary>dynalite would make a table without what it does not know.</summary>
    /// <exception cref="AwsException">ValidationException: the table is to have a stream.</exception>
    public static void Check(string operation, ReadOnlyMemory<byte> request)
    {
        if (operation is Create or Update
            && JsonElement.Parse(request.Span).Object(Streams.What)?.Flag("StreamEnabled") is true)
        {
            throw Streams.Error("");
        }
    }

    /// <summary>Follows what the server has done, whether or not its caller still waits.</summary>
    /// <param name="operation">What it has done.</param>
    /// <param name="request">How it was asked.</param>
    /// <param name="tableArn">Makes a table's ARN of what a request calls it.</param>
    public Task FollowAsync(string operation, ReadOnlyMemory<byte> request, Func<string, string> tableArn) => operation switch
    {
        Create => ChangeAsync(request, (change, name, body) => change.Put(new Table(name, tableArn(name), body, null))),
        "DeleteTable" => ChangeAsync(request, (change, name, _) => Delete(change, tableArn(name))),
        _ => Task.CompletedTask,
    };

    private Task ChangeAsync(ReadOnlyMemory<byte> request, Action<Change, string, JsonElement> apply)
    {
        var body = JsonElement.Parse(request.Span);
        return account.ChangeAsync(change => apply(change, body.RequiredText("TableName"), body), CancellationToken.None);
    }

    /// <summary>One of a template stays, for the next start makes it anew.</summary>
    private static void Delete(Change change, string arn)
    {
        if (change.Resources.Find<Table>(arn) is { } table
            && !change.Resources.All<StackMember>().Any(member => member.ResourceArn == arn))
        {
            change.Remove(table);
        }
    }
}
