using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.SNS;
using Amazon.CDK.AWS.SNS.Subscriptions;

namespace Waybill.Infra;

/// <summary>Where alarms go, the one page that shows every consumer, and the roles of whoever looks after them.</summary>
public sealed class ObservabilityStack : Stack
{
    private static readonly string[] Counts = ["EventsHandled", "DuplicatesSuppressed", "EventsFailed"];

    private readonly Deployment _deployment;
    private readonly Names _names;

    public ObservabilityStack(Deployment deployment, IReadOnlyList<string> consumers)
        : base(deployment.App, deployment.Names.Stack("observability"), deployment.StackProps("Alarms' topic, dashboard, operators' roles"))
    {
        (_deployment, _names) = (deployment, deployment.Names);
        AddAlarmTopic();
        _ = new Dashboard(this, "Dashboard", new DashboardProps
        {
            DashboardName = _names.Bus,
            Widgets = [.. consumers.Select(Row), Rules()],
        });
        _ = new OperatorRole(this, deployment);
    }

    /// <summary>Encrypted with a key of its own.</summary>
    /// <remarks>CloudWatch cannot publish to a topic under the key SNS manages (SNS developer guide, "Key management").</remarks>
    private void AddAlarmTopic()
    {
        var cloudWatch = new ServicePrincipal("cloudwatch.amazonaws.com");
        var key = new Key(this, "AlarmTopicKey", new KeyProps
        {
            Description = $"Encrypts {_names.AlarmTopic}",
            EnableKeyRotation = true,
            RemovalPolicy = _deployment.Settings.RemovalPolicy,
        });
        var topic = new Topic(this, "AlarmTopic", new TopicProps { TopicName = _names.AlarmTopic, MasterKey = key, EnforceSSL = true });
        var ownAlarms = Permissions.Conditions(
            ("ArnLike", "aws:SourceArn", [_deployment.Arn("cloudwatch", $"alarm:{_names.Bus}-*")]),
            ("StringEquals", "aws:SourceAccount", [_deployment.Settings.Account]));
        key.AddToResourcePolicy(OfCloudWatch(["kms:Decrypt", "kms:GenerateDataKey*"], "*"));
        topic.AddToResourcePolicy(OfCloudWatch(["sns:Publish"], topic.TopicArn));
        Tell(topic);

        PolicyStatement OfCloudWatch(string[] actions, string resource) => new(new PolicyStatementProps
        {
            Principals = [cloudWatch],
            Actions = actions,
            Resources = [resource],
            Conditions = ownAlarms,
        });
    }

    /// <summary>Whoever is to be told of alarms; each address is asked by SNS whether it agrees.</summary>
    private void Tell(Topic topic)
    {
        var (email, https) = (_deployment.Settings.Alarms.Email, _deployment.Settings.Alarms.Https);
        foreach (var address in email)
        {
            topic.AddSubscription(new EmailSubscription(address));
        }

        foreach (var url in https)
        {
            topic.AddSubscription(new UrlSubscription(url));
        }

        if (_deployment.Settings.KeepsData && email.Count + https.Count == 0)
        {
            Annotations.Of(this).AddWarning(
                $"Nobody is told of the alarms of {_deployment.Settings.Name}: say who, in cdk.json "
                + $"/context/environments/{_deployment.Settings.Name}/alarms, \"email\": [\"…\"] or \"https\": [\"…\"].");
        }
    }

    /// <summary>What comes in, what waits or is dead, what fails: one row for each consumer.</summary>
    private IWidget[] Row(string consumer)
    {
        var function = _names.Function(consumer);
        return
        [
            Graph($"{consumer}: events", [.. Counts.Select(count => Metrics.Consumer(count, consumer))]),
            Graph("waiting and dead", Metrics.MessagesIn(_names.Queue(consumer)), Metrics.MessagesIn(_names.DeadLetters(consumer))),
            Graph("oldest message (s)", Metrics.OldestMessageIn(_names.Queue(consumer))),
            Graph("errors and throttles", Metrics.Errors(function), Metrics.Throttles(function)),
        ];
    }

    /// <summary>Every rule that hands events over, and those that could not.</summary>
    private IWidget[] Rules()
    {
        const int Half = 12;
        return
        [
            Graph("rules: not handed over", Half, [.. _deployment.Rules.Select(rule => Metrics.FailedInvocations(_names.Bus, rule))]),
            Graph("rules: lost", Half, [.. _deployment.Rules.Select(rule => Metrics.Lost(_names.Bus, rule))]),
        ];
    }

    private GraphWidget Graph(string title, params Metric[] metrics) => Graph(title, width: 6, metrics);

    private GraphWidget Graph(string title, int width, Metric[] metrics) => new(new GraphWidgetProps
    {
        Title = title,
        Region = _deployment.Settings.Region,
        Left = metrics,
        Width = width,
        Height = 5,
    });
}
