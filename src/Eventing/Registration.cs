using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Amazon.DynamoDBv2;
using Amazon.EventBridge;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Waybill.Eventing.Consuming;
using Waybill.Eventing.Publishing;

namespace Waybill.Eventing;

/// <summary>What a team's <c>Startup</c> says to have consumers and a publisher.</summary>
public static class Registration
{
    /// <summary>Consumers of this team remember what they have done in the table the settings name.</summary>
    public static IServiceCollection AddIdempotency(this IServiceCollection services, Settings settings)
    {
        var tableName = settings.Text("IDEMPOTENCY_TABLE");
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAmazonDynamoDB>(_ => new AmazonDynamoDBClient());
        services.TryAddSingleton(new InboxOptions(settings.Days("IDEMPOTENCY_RETENTION_DAYS")));
        services.TryAddSingleton(provider => new ConsumerLog(StandardOutput(), provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton(provider => new IdempotencyTable(
            provider.GetRequiredService<IAmazonDynamoDB>(),
            tableName,
            provider.GetRequiredService<InboxOptions>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>This team publishes events of its own, on the bus and under the source the settings name.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="settings">The function's environment.</param>
    /// <param name="functions">The assembly of the team's functions; it carries the schemas that the team's events are held against.</param>
    public static IServiceCollection AddPublisher(this IServiceCollection services, Settings settings, Assembly functions)
    {
        var percent = settings.Percent("SCHEMA_CHECK_PERCENT");
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAmazonEventBridge>(_ => new AmazonEventBridgeClient());
        services.TryAddSingleton(new PublisherOptions(settings.Text("EVENT_BUS_NAME"), settings.Text("EVENT_SOURCE")));
        services.TryAddSingleton(new SchemaCheck(percent, () => SchemaCheck.EmbeddedIn(functions)));
        return services.AddSingleton<EventPublisher>();
    }

    /// <summary>Makes <c>Inbox&lt;TConsumer, TData&gt;</c> available to the entry point of a consumer.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="dataType">Reads what the consumer declares of the event.</param>
    public static IServiceCollection AddConsumer<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TConsumer, TData>(
        this IServiceCollection services, JsonTypeInfo<TData> dataType)
        where TConsumer : class, IConsumer<TData> =>
        services.AddConsumer<TConsumer, TData>(body => QueueMessage.Read(body, dataType));

    /// <summary>The same for a queue whose messages are something else than events in their envelopes.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="read">Reads a message's body; throws when it is not what the rule hands over.</param>
    public static IServiceCollection AddConsumer<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TConsumer, TData>(
        this IServiceCollection services, Func<string, Event<TData>> read)
        where TConsumer : class, IConsumer<TData>
    {
        services.AddSingleton<TConsumer>();
        return services.AddSingleton(provider => new Inbox<TConsumer, TData>(
            provider.GetRequiredService<TConsumer>(),
            read,
            provider.GetRequiredService<IdempotencyTable>(),
            provider.GetRequiredService<ConsumerLog>(),
            provider.GetRequiredService<InboxOptions>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Lambda's runtime puts a prefix before what is written to <see cref="Console.Out"/>, and metrics are read from lines that are JSON and nothing else.</summary>
    private static TextWriter StandardOutput() => TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
}
