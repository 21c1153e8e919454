using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Waybill.Catalog;
using Attribute = Amazon.CDK.AWS.DynamoDB.Attribute;

namespace Waybill.Infra;

/// <summary>
/// What every team's stack has: functions, an idempotency table if any of them remembers, tables of its own. It refers to the bus by
/// name, so the team deploys alone.
/// </summary>
public abstract class TeamStack : Stack
{
    private readonly ConsumerFunctions _functions;
    private Table? _idempotency;
    private readonly List<string> _consumers = [];

    /// <param name="deployment">The environment it is part of.</param>
    /// <param name="team">As its folder under <c>functions/</c> is called.</param>
    /// <param name="source">The <c>source</c> of the events it puts on the bus; nobody else may use it.</param>
    protected TeamStack(Deployment deployment, string team, string source)
        : base(deployment.App, deployment.Names.Stack(team), deployment.StackProps($"What {team} listens to"))
    {
        (Deployment, Team, Source) = (deployment, team, source);
        Amazon.CDK.Tags.Of(this).Add("team", Names.Kebab(team));
        Bus = EventBus.FromEventBusArn(this, "Bus", BusArn);
        _functions = new ConsumerFunctions(this, FunctionCode.Of(deployment, team));
        Variables["EVENT_BUS_NAME"] = deployment.Names.Bus;
        Variables["EVENT_SOURCE"] = source;
        Variables["SCHEMA_CHECK_PERCENT"] = $"{deployment.Settings.SchemaCheckPercent}";
    }

    internal Deployment Deployment { get; }

    internal string Team { get; }

    internal IEventBus Bus { get; }

    /// <summary>The consumers that subscribed, for the dashboard.</summary>
    internal IReadOnlyList<string> Consumers => _consumers;

    /// <summary>Settings of the environment that are nobody's but the teams'.</summary>
    protected Section Settings => Deployment.Settings.Own;

    /// <summary>Environment variables of the team's functions; set the team's own before subscribing consumers.</summary>
    protected Dictionary<string, string> Variables { get; } = [];

    /// <summary>May put events of the team's own source on the bus.</summary>
    protected PolicyStatement Publish => Permissions.Publish(Deployment, Source);

    /// <summary>What its events have as their source.</summary>
    internal string Source { get; }

    private string BusArn => Deployment.Arn("events", $"event-bus/{Deployment.Names.Bus}");

    /// <summary>A consumer hears these events: its rules, its queues, its function and their alarms.</summary>
    /// <param name="consumer">The class in <c>functions/&lt;Team&gt;</c>, and its entry line.</param>
    /// <param name="events">Types as the catalog has them, such as <c>ParcelSent.v1</c>.</param>
    /// <param name="may">What its function may do beyond logging, polling its queue and remembering what it has done.</param>
    /// <param name="data">An event pattern on the event's <c>detail.data</c>, for a consumer that wants only some of the events.</param>
    /// <param name="keeps">The projection that it keeps, for a consumer that is there to keep one.</param>
    /// <exception cref="ConfigurationException">A part of the handler is missing, or an event is not in the catalog.</exception>
    protected void Subscribe(
        string consumer, string[] events, PolicyStatement[]? may = null, Dictionary<string, object[]>? data = null,
        Projection? keeps = null)
    {
        var heard = events.Select(type => Described(consumer, type)).ToList();
        var variables = Variables.Concat(keeps?.Variables ?? new Dictionary<string, string>()).ToDictionary();
        PolicyStatement[] toKeep = keeps is null ? [] : [keeps.May];
        var subscription = new Subscription(this, consumer, heard, Function(consumer, variables, [.. may ?? [], .. toKeep]), data);
        Amazon.CDK.Tags.Of(subscription).Add("consumer", consumer);
    }

    /// <summary>The function of a consumer, whose queue is put before it elsewhere.</summary>
    protected Function Function(string consumer, params PolicyStatement[] may) => Function(consumer, Variables, may);

    /// <summary>A table that <paramref name="consumer"/> makes of events, and that can be made of them anew.</summary>
    /// <param name="consumer">Who keeps it; hand it to <see cref="Subscribe"/>.</param>
    /// <param name="thing">What is in it.</param>
    /// <param name="variable">The environment variable that names the live table to the function.</param>
    /// <param name="key">Its partition key.</param>
    /// <param name="sortKey">Its sort key.</param>
    /// <param name="does">What the consumer does to its items, such as <c>PutItem</c>: exactly what its code calls.</param>
    protected Projection Projection(
        string consumer, string thing, string variable, string key, string? sortKey, params string[] does) => Infra.Projection.Of(
            consumer, variable, Deployment.Settings.Projections, colour => Table($"{thing}-{colour}", key, sortKey), does);

    private Function Function(string consumer, Dictionary<string, string> variables, PolicyStatement[] may)
    {
        var handler = Deployment.Handlers.Subscribe(Team, consumer);
        _consumers.Add(consumer);
        if (handler.IsRepeatable)
        {
            return _functions.Add(consumer, new(variables) { ["EFFECT"] = "repeatable" }, may);
        }

        _idempotency ??= IdempotencyTable();
        Dictionary<string, string> toRemember = new(variables)
        {
            ["IDEMPOTENCY_TABLE"] = _idempotency.TableName,
            ["IDEMPOTENCY_RETENTION_DAYS"] = $"{Deployment.Settings.IdempotencyRetentionDays}",
        };
        return _functions.Add(consumer, toRemember, [.. may, Remember(_idempotency, consumer)]);
    }

    /// <summary>The team's consumers' memory of what they have done.</summary>
    private Table IdempotencyTable()
    {
        var table = Table("idempotency", "id", timeToLive: "expiresAt", isBackedUp: false);
        Nag.Leave(
            (CfnTable)table.Node.DefaultChild!, "AwsSolutions-DDB3",
            "As it was an hour ago it would have forgotten what was done since: going back to it does what it is there to prevent.");
        return table;
    }

    /// <summary>A table of the team's own.</summary>
    protected Table Table(string thing, string key, string? sortKey = null, string? timeToLive = null, bool isBackedUp = true)
    {
        return new Table(this, $"{thing}-table", new TableProps
        {
            TableName = Deployment.Names.Table(Team, thing),
            PartitionKey = new Attribute { Name = key, Type = AttributeType.STRING },
            SortKey = sortKey is null ? null : new Attribute { Name = sortKey, Type = AttributeType.STRING },
            TimeToLiveAttribute = timeToLive,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            Encryption = TableEncryption.AWS_MANAGED,
            PointInTimeRecovery = isBackedUp,
            // Not protected from deletion: that would keep a first deployment which failed from being rolled back, and so from being
            // repeated. What the removal policy keeps, a stack does not delete.
            RemovalPolicy = Deployment.Settings.RemovalPolicy,
        });
    }

    /// <summary>May do this to a table's items: <c>GetItem</c>, <c>PutItem</c> …, exactly what its code calls.</summary>
    protected static PolicyStatement Items(Table table, params string[] actions) =>
        Permissions.Allow([table.TableArn], [.. actions.Select(action => $"dynamodb:{action}")]);

    /// <summary>A consumer remembers under keys that begin with its name, <c>Name#</c>, or of a version with <c>Name@</c>.</summary>
    private static PolicyStatement Remember(Table records, string consumer)
    {
        var remember = Items(records, "GetItem", "PutItem", "UpdateItem", "DeleteItem");
        remember.AddCondition(
            "ForAllValues:StringLike",
            new Dictionary<string, object> { ["dynamodb:LeadingKeys"] = new[] { $"{consumer}#*", $"{consumer}@*" } });
        return remember;
    }

    private CatalogEvent Described(string consumer, string type) => Deployment.Catalog.FindEvent(type)
        ?? throw new ConfigurationException(
            $"{Team}Stack.cs subscribes {consumer} to '{type}', which events-catalog does not describe; "
            + $"it describes {string.Join(", ", Deployment.Catalog.Events.Select(e => e.DetailType))}.");
}
