using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using Waybill.Infra.LeastData;
using Attribute = Amazon.CDK.AWS.DynamoDB.Attribute;

namespace Waybill.Infra;

/// <summary>What every team's stack has: functions, an idempotency table, tables of its own. It refers to the bus by name, so the team deploys alone.</summary>
public abstract class TeamStack : Stack
{
    private readonly Names _names;
    private readonly ConsumerFunctions _functions;
    private readonly Table _idempotency;
    private readonly List<string> _consumers = [];

    protected TeamStack(Construct scope, Team team, EnvironmentSettings settings, Repository repository, DeclaredData data)
        : base(scope, new Names(settings.Name).Stack(team.Name), Shop.StackProps(settings, $"What {team.Name} listens to"))
    {
        (Team, Settings, Data, _names) = (team, settings, data, new Names(settings.Name));
        Bus = EventBus.FromEventBusArn(this, "Bus", BusArn);
        _functions = new ConsumerFunctions(this, team, repository.FunctionCode(team.Name));
        _idempotency = Table("idempotency", "id", timeToLive: "expiresAt");
        Variables["EVENT_BUS_NAME"] = _names.Bus;
        Variables["EVENT_SOURCE"] = team.Source;
        Variables["IDEMPOTENCY_TABLE"] = _idempotency.TableName;
        Variables["IDEMPOTENCY_RETENTION_DAYS"] = $"{settings.IdempotencyRetentionDays}";
        Variables["SCHEMA_CHECK_PERCENT"] = $"{settings.SchemaCheckPercent}";
    }

    public EnvironmentSettings Settings { get; }

    internal Team Team { get; }

    /// <summary>What the team's consumers declare that they read.</summary>
    internal DeclaredData Data { get; }

    public IEventBus Bus { get; }

    /// <summary>The consumers that subscribed, for the dashboard.</summary>
    public IReadOnlyList<string> Consumers => _consumers;

    /// <summary>Environment variables of the team's functions; set the team's own before adding consumers.</summary>
    protected Dictionary<string, string> Variables { get; } = new();

    /// <summary>May put events of the team's own source on the bus.</summary>
    protected PolicyStatement Publish => Permissions.Publish(BusArn, Team);

    private string BusArn => $"arn:aws:events:{Settings.Region}:{Settings.Account}:event-bus/{_names.Bus}";

    /// <summary>The function of a consumer; beyond logging and its team's idempotency table it may do only what is listed here.</summary>
    protected Function Consumer(string name, params PolicyStatement[] permissions) =>
        _functions.Add(name, Variables, [.. permissions, ReadAndWrite(_idempotency, "dynamodb:DeleteItem")]);

    /// <summary>A role that may put the team's events and nothing else, for a producer that is deployed elsewhere: those of this account assume it.</summary>
    protected void AddProducer(string name) => new Role(this, $"{name}Role", new RoleProps
    {
        RoleName = _names.Role(Team, name),
        Description = $"May put events of {Team.Source} on {_names.Bus}",
        AssumedBy = new AccountRootPrincipal(),
    }).AddToPolicy(Publish);

    /// <summary>A table of the team's own.</summary>
    protected Table Table(string thing, string key, string? sortKey = null, string? timeToLive = null) => new(this, $"{thing}-table", new TableProps
    {
        TableName = _names.Table(Team, thing),
        PartitionKey = new Attribute { Name = key, Type = AttributeType.STRING },
        SortKey = sortKey is null ? null : new Attribute { Name = sortKey, Type = AttributeType.STRING },
        TimeToLiveAttribute = timeToLive,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        Encryption = TableEncryption.AWS_MANAGED,
        PointInTimeRecovery = true,
        DeletionProtection = Settings.RemovalPolicy != RemovalPolicy.DESTROY,
        RemovalPolicy = Settings.RemovalPolicy,
    });

    protected static PolicyStatement ReadAndWrite(Table table, params string[] more) =>
        Permissions.Allow([table.TableArn], ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", .. more]);

    internal void Subscribed(string consumer) => _consumers.Add(consumer);
}
