using System.Reflection;
using Amazon.DynamoDBv2;
using Amazon.EventBridge;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Waybill.Eventing.Consuming;
using Waybill.Eventing.Publishing;

namespace Waybill.Eventing;

/// <summary>What a team's <c>Startup</c> says to have an inbox for each consumer and a publisher.</summary>
public static class Registration
{
    /// <summary>Consumers remember what they have done, and events go out, where the settings say.</summary>
    /// <param name="services">Where to register; what is there already stays.</param>
    /// <param name="settings">The function's environment.</param>
    /// <param name="functions">The assembly of the team's functions; it carries the schemas that their events are held against.</param>
    public static IServiceCollection AddEventing(this IServiceCollection services, Settings settings, Assembly functions)
    {
        var percent = settings.Percent("SCHEMA_CHECK_PERCENT");
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAmazonDynamoDB>(_ => new AmazonDynamoDBClient());
        services.TryAddSingleton<IAmazonEventBridge>(_ => new AmazonEventBridgeClient());
        services.TryAddSingleton(new PublisherOptions(settings.Text("EVENT_BUS_NAME"), settings.Text("EVENT_SOURCE")));
        services.TryAddSingleton(new SchemaCheck(percent, () => SchemaCheck.EmbeddedIn(functions)));
        services.TryAddSingleton(provider => new ConsumerLog(StandardOutput(), provider.GetRequiredService<TimeProvider>()));
        AddRecords(services, settings);
        if (TraceExport.IsAskedFor(settings))
        {
            AddTraceExport(services, settings, functions);
        }

        return services.AddSingleton<EventPublisher>().AddSingleton(typeof(Inbox<,>));
    }

    /// <summary>A function says by <c>EFFECT</c> that its consumer keeps none.</summary>
    private static void AddRecords(IServiceCollection services, Settings settings)
    {
        var keepsNone = settings.Optional("EFFECT") == "repeatable";
        var retention = keepsNone ? TimeSpan.Zero : settings.Days("IDEMPOTENCY_RETENTION_DAYS");
        services.TryAddSingleton(new InboxOptions(retention) { ProjectionVersion = settings.Optional("PROJECTION_VERSION") });
        if (keepsNone)
        {
            return;
        }

        var table = settings.Text("IDEMPOTENCY_TABLE");
        services.AddSingleton(provider => new IdempotencyTable(
            provider.GetRequiredService<IAmazonDynamoDB>(),
            table,
            provider.GetRequiredService<InboxOptions>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    private static void AddTraceExport(IServiceCollection services, Settings settings, Assembly functions)
    {
        var consumer = settings.Optional("ANNOTATIONS_HANDLER") ?? functions.GetName().Name!;
        services.AddSingleton(provider => TraceExport.Start(
            settings,
            settings.Optional("AWS_LAMBDA_FUNCTION_NAME") ?? consumer,
            warning => provider.GetRequiredService<ConsumerLog>().Warning(consumer, warning),
            provider.GetRequiredService<TimeProvider>())!);
    }

    /// <remarks>
    /// Lambda's runtime puts a prefix before what is written to <see cref="Console.Out"/>, and metrics are read from lines that are JSON
    /// and nothing else.
    /// </remarks>
    private static TextWriter StandardOutput() =>
        TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
}
