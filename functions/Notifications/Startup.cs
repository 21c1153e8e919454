using Amazon.SimpleEmailV2;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Waybill.Eventing.Calling;

namespace Waybill.Notifications;

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

        var directory = settings.Address("CUSTOMER_DIRECTORY_URL");
        var sender = settings.Text("SENDER_ADDRESS");
        var calls = new ThirdPartyCalls(new Party("customer directory", directory));
        services.TryAddSingleton(new HttpClient(calls) { Timeout = AnswerTime });
        services.AddSingleton(provider => new CustomerDirectory(provider.GetRequiredService<HttpClient>(), directory));
        services.TryAddSingleton<IAmazonSimpleEmailServiceV2>(_ => new AmazonSimpleEmailServiceV2Client());
        services.AddSingleton<IEmailSender>(provider => new SesEmailSender(
            provider.GetRequiredService<IAmazonSimpleEmailServiceV2>(),
            provider.GetRequiredService<CustomerDirectory>(),
            provider.GetRequiredService<ConsumerLog>(),
            sender));
    }
}
