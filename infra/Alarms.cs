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
    /// <param name="about">Whose alarm it is: the first part of its name.</param>
    /// <param name="problem">The second part of its name.</param>
    /// <param name="metric">What is measured.</param>
    /// <param name="threshold">From where on it is too much.</param>
    /// <param name="text">What it tells whoever is woken by it.</param>
    public void Add(string about, string problem, Metric metric, double threshold, AlarmText text)
    {
        var alarm = new Alarm(scope, $"{about}-{problem}", new AlarmProps
        {
            AlarmName = deployment.Names.Alarm(about, problem),
            AlarmDescription = text.In(deployment.Settings.Name),
            Metric = metric,
            Threshold = threshold,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            EvaluationPeriods = 1,
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });
        alarm.AddAlarmAction(_notify);
    }

    /// <summary>Goes off when a rule cannot hand events over, and when it loses them; the dashboard then shows the rule too.</summary>
    /// <param name="rule">Its name.</param>
    /// <param name="meaning">What it is that it cannot hand over any more, in a sentence.</param>
    /// <param name="look">The verb to begin with.</param>
    /// <param name="deadLetters">Where it puts what it cannot hand over; null for a rule that may drop it.</param>
    public void AddOfRule(string rule, string meaning, string look, string? deadLetters)
    {
        var bus = deployment.Names.Bus;
        deployment.Rules.Add(rule);
        Add(rule, "failed-invocations", Metrics.FailedInvocations(bus, rule), 1, new AlarmText(meaning, "failed-invocations", look));
        if (deadLetters is not null)
        {
            Add(rule, "lost", Metrics.Lost(bus, rule), 1, new AlarmText(
                $"The rule {rule} could hand events over neither to its queue nor to {deadLetters}: only the archive has them.",
                "lost", look));
        }
    }
}

/// <summary>What an alarm tells whoever is woken by it.</summary>
/// <param name="Meaning">What is wrong, in a sentence.</param>
/// <param name="Section">The section of docs/failures.md that says what to do.</param>
/// <param name="Look">The verb of <c>waybill</c> to begin with, and what it is about.</param>
internal sealed record AlarmText(string Meaning, string Section, string Look)
{
    /// <summary>With the whole command in a line of its own, to be copied.</summary>
    public string In(string environment) =>
        $"{Meaning}\nLook: ./waybill {Look} --env {environment}\nWhat to do: docs/failures.md#{Section}";
}
