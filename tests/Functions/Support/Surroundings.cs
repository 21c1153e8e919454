using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Microsoft.Extensions.DependencyInjection;
using Waybill.Eventing;
using Waybill.Eventing.Consuming;
using Waybill.Eventing.Publishing;

namespace Waybill.Tests.Support;

/// <summary>
/// Everything around the functions, real or over a real wire; the functions themselves are put together by their own <c>Startup</c>.
/// </summary>
public sealed class Surroundings : IAsyncDisposable
{
    private readonly StringWriter _log = new();
    private readonly List<ServiceProvider> _teams = [];
    private readonly Dictionary<string, string> _settings;
    private readonly IAmazonDynamoDB _dynamoDb;
    private readonly HttpClient _http;
    private int _messages;

    private Surroundings(
        IAmazonDynamoDB dynamoDb, Network network, LoopbackEventBridge bus, ThirdParties parties, Dictionary<string, string> settings)
    {
        (_dynamoDb, Network, Bus, Parties, _settings) = (dynamoDb, network, bus, parties, settings);
        _http = new HttpClient(network.Handler());
    }

    public Network Network { get; }

    public LoopbackEventBridge Bus { get; }

    public ThirdParties Parties { get; }

    public HandTime Time { get; } = new();

    public string Log => _log.ToString();

    public static async Task<Surroundings> StartAsync(Dynalite dynalite)
    {
        var network = new Network();
        var parties = await ThirdParties.StartAsync(network.Handler());
        var settings = new Dictionary<string, string>(await parties.SettingsAsync(dynalite))
        {
            ["EVENT_BUS_NAME"] = "waybill-test",
            ["IDEMPOTENCY_TABLE"] = await dynalite.CreateTableAsync("id"),
            ["IDEMPOTENCY_RETENTION_DAYS"] = "30",
            ["SCHEMA_CHECK_PERCENT"] = "100",
        };
        var bus = await LoopbackEventBridge.StartAsync(network.Handler());
        return new Surroundings(dynalite.ClientThrough(network.Handler(), retries: 0), network, bus, parties, settings);
    }

    public string Setting(string name) => _settings[name];

    /// <summary>What the function of any team may be told by its environment.</summary>
    public IReadOnlyDictionary<string, string> Settings => _settings;

    /// <summary>The services of a team, as in its function process.</summary>
    public IServiceProvider Team(Action<IServiceCollection, Settings> configure, string source = "test.team")
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(new ConsumerLog(TextWriter.Synchronized(_log), Time));
        services.AddSingleton(_dynamoDb);
        services.AddSingleton(Bus.Client);
        Parties.AddTo(services);
        services.AddSingleton(_http);
        services.AddSingleton(new InboxOptions(TimeSpan.FromDays(30)) { WaitForAnotherHolder = TimeSpan.Zero });
        services.AddSingleton(new PublisherOptions("waybill-test", source) { Retries = 1, FirstPause = TimeSpan.Zero });
        configure(services, new Settings(new Dictionary<string, string>(_settings) { ["EVENT_SOURCE"] = source }));
        var team = services.BuildServiceProvider();
        _teams.Add(team);
        return team;
    }

    /// <summary>Hands a batch of events to a consumer, each in a message of its own.</summary>
    /// <returns>Those that stay in the queue.</returns>
    public Task<IReadOnlyList<string>> DeliverAsync<TConsumer>(IServiceProvider team, params IEnumerable<string> details) =>
        DeliverAsync(EntryLine.Of(typeof(TConsumer)), team, details);

    /// <summary>The same for a consumer that is known by its entry line.</summary>
    public async Task<IReadOnlyList<string>> DeliverAsync(EntryLine consumer, IServiceProvider team, params IEnumerable<string> details)
    {
        var messages = details.Select(detail => (Id: $"m{Interlocked.Increment(ref _messages)}", Detail: detail)).ToList();
        var batch = Deliveries.Batch(messages.Select(message => Deliveries.Message(message.Id, message.Detail)));
        var response = await consumer.HandleAsync(team, batch, new Invocation(TimeSpan.FromSeconds(30)));
        return [.. messages.Where(message => response.Failures().Contains(message.Id)).Select(message => message.Detail)];
    }

    /// <summary>The data of each different event of a type that was published.</summary>
    public IReadOnlyList<JsonNode> Published(string type) =>
    [
        .. Bus.Published.Where(detail => detail["type"]!.GetValue<string>() == type).DistinctBy(detail => detail["id"]!.GetValue<string>())
            .Select(detail => detail["data"]!),
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var team in _teams)
        {
            await team.DisposeAsync();
        }

        await Bus.DisposeAsync();
        await Parties.DisposeAsync();
        _http.Dispose();
        _dynamoDb.Dispose();
        await _log.DisposeAsync();
    }
}
