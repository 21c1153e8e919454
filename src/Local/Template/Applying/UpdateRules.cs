namespace Waybill.Local.Template.Applying;

/// <summary>The one table of what CloudFormation replaces, by resource type. A test holds it to the database that the CDK's own
/// <c>cdk diff</c> reads.</summary>
internal static class UpdateRules
{
    private static readonly Dictionary<string, UpdateRule> ByType = new UpdateRule[]
    {
        new("AWS::Events::EventBus", "Name", "EventSourceName"),
        new("AWS::Events::EventBusPolicy", null, "EventBusName", "StatementId") { Identity = ["EventBusName", "StatementId"] },
        new("AWS::Events::Rule", "Name", "EventBusName") { Identity = ["EventBusName", "Name"] },
        new("AWS::Events::Archive", "ArchiveName", "SourceArn") { Holds = "the events it has archived" },
        new("AWS::Events::Connection", "Name"),
        new("AWS::Events::ApiDestination", "Name"),
        new("AWS::SQS::Queue", "QueueName", "FifoQueue") { Holds = "its messages" },
        new("AWS::SQS::QueuePolicy", null),
        new("AWS::SNS::Topic", "TopicName", "FifoTopic") { Holds = "the subscriptions that people and programs made" },
        new("AWS::SNS::TopicPolicy", null),
        new("AWS::SNS::Subscription", null, "Endpoint", "Protocol", "TopicArn"),
        new("AWS::SSM::Parameter", "Name"),
        new("AWS::DynamoDB::Table", "TableName", "KeySchema", "ImportSourceSpecification") { Holds = "its items" },
        new("AWS::DynamoDB::GlobalTable", "TableName", "KeySchema", "LocalSecondaryIndexes")
        {
            Family = "AWS::DynamoDB::Table",
            Holds = "its items",
        },
        new("AWS::Lambda::Function", "FunctionName", "PackageType", "TenancyConfig"),
        new(
            "AWS::Lambda::EventSourceMapping", null, "EventSourceArn", "StartingPosition", "StartingPositionTimestamp",
            "SelfManagedEventSource", "SelfManagedKafkaEventSourceConfig", "AmazonManagedKafkaEventSourceConfig")
        {
            Identity = ["EventSourceArn", "FunctionName"],
        },
        new(
            "AWS::Lambda::Permission", null, "FunctionName", "Action", "Principal", "SourceArn", "SourceAccount", "EventSourceToken",
            "PrincipalOrgID", "FunctionUrlAuthType", "InvokedViaFunctionUrl"),
        new("AWS::Lambda::EventInvokeConfig", null, "FunctionName", "Qualifier") { Identity = ["FunctionName", "Qualifier"] },
        new("AWS::IAM::Role", "RoleName", "Path"),
        new("AWS::IAM::Policy", null),
        new("AWS::IAM::ManagedPolicy", "ManagedPolicyName", "Path", "Description"),
        new("AWS::Logs::LogGroup", "LogGroupName") { Holds = "its log lines" },
        new("AWS::Logs::ResourcePolicy", "PolicyName"),
        new("AWS::CloudWatch::Alarm", "AlarmName"),
        new("AWS::CloudWatch::CompositeAlarm", "AlarmName") { Family = "AWS::CloudWatch::Alarm" },
        new("AWS::CloudWatch::Dashboard", "DashboardName"),
        new("AWS::KMS::Key", null)
        {
            Refused = ["KeySpec", "KeyUsage", "MultiRegion", "Origin"],
            Holds = "whatever is encrypted with it",
        },
        new("AWS::KMS::Alias", "AliasName"),
        new("AWS::SES::EmailIdentity", "EmailIdentity"),
        new("AWS::S3::Bucket", "BucketName", "BucketNamePrefix", "BucketNamespace", "ObjectLockEnabled") { Holds = "its objects" },
        new("AWS::S3::BucketPolicy", null, "Bucket"),
        new("AWS::ECR::Repository", "RepositoryName", "EncryptionConfiguration") { Holds = "its images" },
        new("AWS::CDK::Metadata", null),
    }.ToDictionary(rule => rule.Type, StringComparer.Ordinal);

    public static IEnumerable<UpdateRule> All => ByType.Values;

    /// <summary>Null for a type of which only CloudFormation knows.</summary>
    public static UpdateRule? Find(string type) => ByType.GetValueOrDefault(type);
}
