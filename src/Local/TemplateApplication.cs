using Amazon.DynamoDBv2;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Bus;
using Waybill.Local.Dynamo;
using Waybill.Local.Metrics;
using Waybill.Local.Template.Applying;

namespace Waybill.Local;

/// <summary>Makes the account what templates say, and DynamoDB, which another server keeps, with it.</summary>
internal sealed class TemplateApplication(
    LiveAccount account, Holdings holdings, Func<string, IAmazonDynamoDB> dynamoDb, LaptopOptions options)
{
    private IReadOnlyList<string> _members = [];
    private int _swaps;

    /// <summary>Applies the difference; nothing has happened to the account when it throws.</summary>
    public async Task ApplyAsync(CloudModel model, CancellationToken cancellationToken)
    {
        TemplateAlarms.Check(model.Alarms);
        using var client = dynamoDb(model.Region);
        var changing = model.Tables.Where(
            table => account.Now.Find<Table>(table.Arn) is { } before && Replacement.IsNeeded(before, table)).ToList();
        // New tables first: what DynamoDB refuses is to leave the account as it was.
        await TableCreation.CreateMissingAsync(client, model.Tables.Except(changing), cancellationToken);
        var items = await TableDeletion.ItemsAsync(client, changing, cancellationToken);
        var results = await account.ChangeAsync(
            change => StackUpdate.Apply(
                change, model.Declarations, resource => items.GetValueOrDefault(resource.Arn) ?? holdings.Of(resource),
                options.AllowReplacement),
            cancellationToken);
        _members = [.. model.Declarations.Select(declaration => declaration.Member)];
        var gone = results.Where(result => result is { Action: StackAction.Deleted, Kind: nameof(Table) }).Select(result => result.Arn);
        await TableDeletion.DeleteAsync(client, [.. changing.Select(table => table.Arn), .. gone], cancellationToken);
        await TableCreation.CreateMissingAsync(client, changing, cancellationToken);
        options.OnApplied(results);
    }

    /// <summary>Makes each of the templates' resources anew, and leaves no others.</summary>
    public void Restore(Change change) => StackRestore.Apply(change, _members);

    /// <summary>Tables lose their items by being made anew.</summary>
    /// <param name="before">The tables there are.</param>
    /// <param name="after">Those that are to be there, empty.</param>
    /// <param name="cancellationToken">Gives up in between.</param>
    public async Task EmptyTablesAsync(IReadOnlyList<Table> before, IReadOnlyList<Table> after, CancellationToken cancellationToken)
    {
        var arns = before.Concat(after).Select(table => table.Arn).ToHashSet(StringComparer.Ordinal);
        using var client = dynamoDb(arns.FirstOrDefault() is { } any ? Scope.Of(any).Region : "us-east-1");
        await TableDeletion.DeleteAsync(client, arns, cancellationToken);
        await TableCreation.CreateMissingAsync(client, after, cancellationToken);
    }

    /// <summary>Gives functions new code out of a folder of built files, which is copied: the next build may overwrite it.</summary>
    public async Task<IReadOnlyList<string>> SwapCodeAsync(string builtFolder, CancellationToken cancellationToken)
    {
        bool IsBuilt(Function function) => File.Exists(Path.Combine(builtFolder, function.Handler + ".dll"));
        if (!account.Now.All<Function>().Any(IsBuilt))
        {
            return [];
        }

        var copy = Path.Combine(options.DataFolder, "code", $"{Environment.ProcessId}-{Interlocked.Increment(ref _swaps)}");
        Copy(builtFolder, copy);
        return await account.ChangeAsync(
            change =>
            {
                var functions = change.Resources.All<Function>().Where(IsBuilt).ToList();
                functions.ForEach(function => Swap(change, function with { CodePath = copy }));
                return (IReadOnlyList<string>)[.. functions.Select(function => function.Name)];
            },
            cancellationToken);
    }

    /// <summary>The template is taken to say so, too: applied once more, it is the template's code that runs.</summary>
    private static void Swap(Change change, Function function)
    {
        FunctionOperations.Update(change, function.Arn, revisionId: null, _ => function);
        if (change.Resources.All<StackMember>().FirstOrDefault(member => member.ResourceArn == function.Arn) is { } member)
        {
            change.Put(member with { Applied = ResourceJson.Write(function) });
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }
}
