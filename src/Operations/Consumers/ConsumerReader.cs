using Amazon.Lambda.Model;
using Amazon.SQS.Model;
using Waybill.Operations.Accounts;

namespace Waybill.Operations.Consumers;

/// <summary>Finds the consumers of an account from the account itself: every function that polls a queue.</summary>
/// <remarks>
/// So it works for stacks that Waybill did not write. What Waybill's functions say of themselves is used where it is there: the handler's
/// name, the idempotency table or that it needs none in their variables, the team before the colon of their description.
/// </remarks>
internal sealed class ConsumerReader(AwsAccount account)
{
    private const string NameVariable = "ANNOTATIONS_HANDLER";
    private const string TableVariable = "IDEMPOTENCY_TABLE";
    private const string EffectVariable = "EFFECT";

    public async Task<ConsumerList> ReadAsync(CancellationToken cancellationToken)
    {
        var mappings = MappingsAsync(cancellationToken);
        var functions = FunctionsAsync(cancellationToken);
        var urls = UrlsAsync(cancellationToken);
        await Task.WhenAll(mappings, functions, urls);
        var byName = (await functions).ToDictionary(function => function.FunctionName!, StringComparer.Ordinal);
        var urlByName = await urls;
        var consumers = (await mappings)
            .Where(mapping => Arn.Service(mapping.EventSourceArn ?? "") == "sqs")
            .Select(mapping => Consumer(mapping, byName, urlByName))
            .OrderBy(consumer => consumer.Title, StringComparer.Ordinal);
        return new ConsumerList([.. consumers], urlByName);
    }

    private static Consumer Consumer(
        EventSourceMappingConfiguration mapping, Dictionary<string, FunctionConfiguration> functions,
        IReadOnlyDictionary<string, string> urls)
    {
        var function = Arn.Resource(mapping.FunctionArn!).Split(':')[1];
        var known = functions.GetValueOrDefault(function);
        var variables = known?.Environment?.Variables ?? [];
        var queue = Arn.Name(mapping.EventSourceArn!);
        return new Consumer(
            variables.GetValueOrDefault(NameVariable) ?? function,
            known?.Description?.Split(": ") is [var team, _] && team.All(char.IsLetterOrDigit) ? team : null,
            function, mapping.UUID!, mapping.State!,
            new QueueAddress(queue, mapping.EventSourceArn!, urls.GetValueOrDefault(queue) ?? queue))
        {
            IdempotencyTable = variables.GetValueOrDefault(TableVariable),
            IsRepeatable = variables.GetValueOrDefault(EffectVariable) == "repeatable",
            Projection = Projection.Of(variables),
            MaximumConcurrency = mapping.ScalingConfig?.MaximumConcurrency,
            LogGroup = known?.LoggingConfig?.LogGroup ?? $"/aws/lambda/{function}",
        };
    }

    private Task<List<EventSourceMappingConfiguration>> MappingsAsync(CancellationToken cancellationToken) => Pages.AllAsync(async token =>
    {
        var page = await account.Lambda.ListEventSourceMappingsAsync(
            new ListEventSourceMappingsRequest { Marker = token }, cancellationToken);
        return (page.EventSourceMappings, page.NextMarker);
    });

    private Task<List<FunctionConfiguration>> FunctionsAsync(CancellationToken cancellationToken) => Pages.AllAsync(async token =>
    {
        var page = await account.Lambda.ListFunctionsAsync(new ListFunctionsRequest { Marker = token }, cancellationToken);
        return (page.Functions, page.NextMarker);
    });

    /// <summary>Every queue's URL by its name.</summary>
    private async Task<IReadOnlyDictionary<string, string>> UrlsAsync(CancellationToken cancellationToken)
    {
        const int MostPerPage = 1_000;
        var urls = await Pages.AllAsync(async token =>
        {
            var page = await account.Sqs.ListQueuesAsync(
                new ListQueuesRequest { MaxResults = MostPerPage, NextToken = token }, cancellationToken);
            return (page.QueueUrls, page.NextToken);
        });
        return urls.ToDictionary(url => url[(url.LastIndexOf('/') + 1)..], StringComparer.Ordinal);
    }
}
