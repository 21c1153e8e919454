using Amazon.CDK;
using Amazon.CDK.AWS.SNS;
using Constructs;

namespace Waybill.Infra;

/// <summary>Where alarms go, and the one page that shows every consumer.</summary>
public sealed class ObservabilityStack : Stack
{
    public ObservabilityStack(Construct scope, EnvironmentSettings settings, IReadOnlyList<string> consumers)
        : base(scope, new Names(settings.Name).Stack("observability"), Shop.StackProps(settings, "Alarm topic and dashboard"))
    {
        _ = new Topic(this, "Alarms", new TopicProps
        {
            TopicName = new Names(settings.Name).AlarmTopic,
            EnforceSSL = true,
        });
    }
}
