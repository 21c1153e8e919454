using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Waybill.Local.Template;
using Waybill.Player.Playing;
using Waybill.Shop.Tests.Operating;

namespace Waybill.Shop.Tests;

/// <summary>What consumers' roles grant, taken away grant by grant: who needs it fails, and says what it may not do.</summary>
/// <remarks>The events of a played day are published anew each time, as if no consumer remembered them.</remarks>
public sealed class DenialTests(Templates templates) : IDisposable
{
    private const string Read = "dynamodb:GetItem";
    private const string Release = "dynamodb:DeleteItem";
    private const string Settle = "dynamodb:BatchGetItem";

    /// <summary>What a handler does last, so that one that may not throws.</summary>
    private static readonly string[] Last = ["events:PutEvents", "ses:SendEmail"];

    /// <summary>What consumers remember of an event they have handled: the end of the table's name, and its key.</summary>
    private static readonly (string End, string Key)[] Memories = [("-idempotency", "id"), ("-stock-movements", "movementId")];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("waybill-denials-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_consumer_without_any_one_of_its_grants_fails_and_says_which()
    {
        templates.WriteTo(_folder.FullName, text => text);
        await using var shop = await RunningShop.OpenAsync(_folder.FullName);
        await shop.PlayAsync(ShopDay.Sample());
        await shop.Aws.PutEventsAsync([PublishedEvents.Verified(), ("shop.pirates", "Boarded", "{}")]);
        var published = await PublishedEvents.OfAsync(shop);
        var ends = new Queue<(string, string, string)>(published.EndsOfOrdersWithContracts());

        // Settling forgets what reading is to find.
        var grants = Grant.OfConsumers(TemplateReader.Read(templates.Folder)).Where(IsPlayed).OrderBy(grant => grant.Action == Settle);
        foreach (var taken in grants.GroupBy(Kind))
        {
            if (taken.Key.Action == Settle)
            {
                await MoveOftenAsync(shop);
            }

            Deny(taken.Key.Action == Release ? [taken.Key, .. Last.Select(action => (action, "*"))] : [taken.Key]);
            await shop.Laptop.ApplyAsync(Cancelled);
            // What is still on its way would be remembered, too.
            await OnCall.UntilAsync(async () => !(await shop.Client.StatusAsync(Cancelled)).Working);
            await ForgetAsync(shop, exceptFor: taken.Key);
            await published.PutAsync(shop);
            if (Last.Contains(taken.Key.Action) || taken.Key.Action == Release)
            {
                await shop.Aws.PutEventsAsync([ends.Dequeue()]);
            }

            await FailAsync(shop, taken);
        }
    }

    /// <summary>But for Lambda's own, the version of a projection that is not live (RebuildTests), and what the one handler that does
    /// nothing would do if it threw.</summary>
    private static bool IsPlayed(Grant grant) => !grant.IsLambdas && !grant.Resource.EndsWith("-green", StringComparison.Ordinal)
        && !(grant.Action == Release && grant.Function.EndsWith("ConfirmDeployment", StringComparison.Ordinal));

    /// <summary>Grants that are taken away at once: each team has memories of its own, for the same use.</summary>
    private static (string Action, string Resource) Kind(Grant grant) =>
        (grant.Action, Memories.FirstOrDefault(memory => grant.Resource.EndsWith(memory.End, StringComparison.Ordinal)).End is { } end
            ? Memory(end) : grant.Resource);

    private static string Memory(string end) => $"arn:aws:dynamodb:*:*:table/*{end}";

    /// <summary>Writes templates in which a statement of every policy denies them.</summary>
    private void Deny(IEnumerable<(string Action, string Resource)> grants) => templates.WriteTo(
        _folder.FullName, text => Templates.Change(text, "AWS::IAM::Policy", policy =>
        {
            foreach (var (action, resource) in grants)
            {
                policy["PolicyDocument"]!["Statement"]!.AsArray().Add(
                    new JsonObject { ["Effect"] = "Deny", ["Action"] = action, ["Resource"] = resource });
            }
        }));

    /// <summary>Lets every product have moved often.</summary>
    private static async Task MoveOftenAsync(RunningShop shop)
    {
        const string Levels = "waybill-dev-inventory-stock-levels";
        using var account = shop.Aws.Account();
        foreach (var item in (await account.DynamoDb.ScanAsync(new ScanRequest(Levels), Cancelled)).Items)
        {
            await account.DynamoDb.UpdateItemAsync(
                new UpdateItemRequest
                {
                    TableName = Levels,
                    Key = new() { ["sku"] = item["sku"] },
                    UpdateExpression = "ADD marks :many",
                    ExpressionAttributeValues = new()
                    {
                        [":many"] = new([.. Enumerable.Range(0, GrantTests.Many).Select(i => $"moved-{i}")]),
                    },
                },
                Cancelled);
        }
    }

    /// <summary>Lets consumers forget what they have handled; but what they are to read must be there.</summary>
    private static async Task ForgetAsync(RunningShop shop, (string Action, string Resource) exceptFor)
    {
        using var account = shop.Aws.Account();
        var names = (await account.DynamoDb.ListTablesAsync(Cancelled)).TableNames;
        foreach (var (end, key) in Memories.Where(memory => exceptFor != (Read, Memory(memory.End))))
        {
            foreach (var table in names.Where(name => name.EndsWith(end, StringComparison.Ordinal)))
            {
                foreach (var item in (await account.DynamoDb.ScanAsync(new ScanRequest(table), Cancelled)).Items)
                {
                    await account.DynamoDb.DeleteItemAsync(table, new() { [key] = item[key] }, Cancelled);
                }
            }
        }
    }

    /// <summary>PutEvents answers event by event, and in words of its own; what SES says is not told, as it may name the customer.
    /// </summary>
    private static string Said(Grant grant) => grant.Action switch
    {
        "events:PutEvents" => $"Not authorized for the source. {grant.Action} on {grant.Resource} by",
        "ses:SendEmail" => ": AccessDeniedException.",
        _ => $"is not authorized to perform: {grant.Action} on resource: {grant.Resource}",
    };

    /// <summary>Waits until each of those who have lost a grant has said so.</summary>
    private static async Task FailAsync(RunningShop shop, IGrouping<(string Action, string Resource), Grant> taken)
    {
        bool HasSaid(Grant grant) => shop.Log.Any(line => line.StartsWith($"{grant.Function} ", StringComparison.Ordinal)
            && line.Contains(Said(grant), StringComparison.Ordinal));
        var silent = taken.ToList();
        try
        {
            await OnCall.UntilAsync(() => Task.FromResult(silent.RemoveAll(HasSaid) >= 0 && silent.Count == 0));
        }
        catch (OperationCanceledException)
        {
            var lines = shop.Log.Where(line => silent.Exists(grant => line.StartsWith(grant.Function, StringComparison.Ordinal)));
            Assert.Fail(
                $"Without {taken.Key} these do as ever: {string.Join(", ", silent.Select(grant => grant.Function))}. They said last:\n"
                + string.Join('\n', lines.TakeLast(20).Select(line => line[..Math.Min(line.Length, 500)])));
        }
    }
}
