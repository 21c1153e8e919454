using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Amazon.CDK.AWS.SNS;
using Constructs;

namespace Waybill.Infra;

/// <summary>Makes alarms that tell the environment's alarm topic, which is found by its name.</summary>
internal sealed class Alarms(Construct scope, Deployment deployment)
{
    private readonly SnsAction _notify = new(Topic.FromTopicArn(scope, "AlarmTopic", deployment.Arn("sns", deployment.Names.AlarmTopic)));

    /// <summary>Goes off when the metric reaches the threshold within one of its periods; no data is good news.</summary>
    /// <remarks>EventBridge and Lambda emit most failure metrics only when they are not zero.</remarks>
    public void Add(string about, string problem, Metric metric, double threshold, string meaning)
    {
        var alarm = new Alarm(scope, $"{about}-{problem}", new AlarmProps
        {
            AlarmName = deployment.Names.Alarm(about, problem),
            AlarmDescription = meaning,
            Metric = metric,
            Threshold = threshold,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            EvaluationPeriods = 1,
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });
        alarm.AddAlarmAction(_notify);
    }
}
