using Amazon.DynamoDBv2;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Waybill.Eventing.Calling;

namespace Waybill.Inventory;

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
        var levels = settings.Text("STOCK_LEVELS_TABLE");
        var movements = settings.Text("STOCK_MOVEMENTS_TABLE");
        services.TryAddSingleton(new HttpClient(new ThirdPartyCalls(new Party("logistics", logistics))) { Timeout = AnswerTime });
        services.AddSingleton(provider => new Logistics(provider.GetRequiredService<HttpClient>(), logistics));
        services.AddSingleton(provider => new StockLevelsTable(provider.GetRequiredService<IAmazonDynamoDB>(), levels));
        services.AddSingleton(provider => new StockMovementsTable(provider.GetRequiredService<IAmazonDynamoDB>(), movements));
        services.AddSingleton<Stock>();
    }
}
