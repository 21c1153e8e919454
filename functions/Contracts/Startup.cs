using Amazon.DynamoDBv2;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Waybill.Eventing.Calling;

namespace Waybill.Contracts;

/// <summary>What the consumers of this team are made of. The only place that reads the environment.</summary>
[LambdaStartup]
public sealed class Startup
{
    /// <summary>Well within the function's timeout: a slow neighbour is a failed event in the log and not a killed process.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(3);

    public void ConfigureServices(IServiceCollection services) => Configure(services, Settings.FromEnvironment());

    public static void Configure(IServiceCollection services, Settings settings)
    {
        services.AddEventing(settings, typeof(Startup).Assembly);

        var logistics = settings.Address("LOGISTICS_URL");
        var contractProvider = settings.Address("CONTRACT_PROVIDER_URL");
        var table = settings.Text("CONTRACTS_TABLE");
        var calls = new ThirdPartyCalls(new Party("logistics", logistics), new Party("contract provider", contractProvider));
        services.TryAddSingleton(new HttpClient(calls) { Timeout = AnswerTime });
        services.AddSingleton(provider => new Logistics(provider.GetRequiredService<HttpClient>(), logistics));
        services.AddSingleton(provider => new ContractProvider(provider.GetRequiredService<HttpClient>(), contractProvider));
        services.AddSingleton(provider => new ContractsTable(provider.GetRequiredService<IAmazonDynamoDB>(), table));
        services.AddSingleton<ContractCancellation>();
    }
}
