namespace Waybill.Local.Endpoints.Protocol.Services;

/// <summary>CloudWatch's members (CloudWatch API reference, 2010-08-01): its clients speak RPC v2 CBOR, JSON 1.0 or Query.</summary>
internal static class CloudWatchShapes
{
    public static readonly QueryService Query = new("2010-08-01", "http://monitoring.amazonaws.com/doc/2010-08-01/");

    public static readonly ShapeTable Table = new(
        (Shape.Integer,
        [
            "ActionsSuppressorExtensionPeriod", "ActionsSuppressorWaitPeriod", "DatapointsToAlarm", "EvaluationInterval",
            "EvaluationPeriods", "MaxDatapoints", "MaxRecords", "MaxResults", "PendingPeriod", "Period", "RecoveryPeriod", "Size",
            "StorageResolution",
        ]),
        (Shape.Double, ["Average", "Maximum", "MetricData.Value", "Minimum", "SampleCount", "Sum", "Threshold"]),
        (Shape.Boolean, ["ActionsEnabled", "IncludeLinkedAccounts", "PeriodicSpikes", "ReturnData", "StrictEntityValidation"]),
        (Shape.Timestamp,
        [
            "AlarmConfigurationUpdatedTimestamp", "CreationDate", "EndDate", "EndTime", "ExpireDate", "LastModified", "LastUpdateDate",
            "LastUpdatedTimestamp", "StartDate", "StartTime", "StateTransitionedTimestamp", "StateUpdatedTimestamp", "Timestamp",
        ]),
        (Shape.Blob, ["MetricWidgetImage"]),
        (Shape.ListOf(Shape.Timestamp), ["Timestamps"]),
        (Shape.ListOf(Shape.Double), ["Counts", "Values"]),
        (Shape.List,
        [
            "AlarmActions", "AlarmHistoryItems", "AlarmNames", "AlarmTypes", "AnomalyDetectors", "AnomalyDetectorTypes",
            "CompositeAlarms", "DashboardEntries", "DashboardNames", "DashboardValidationMessages", "Datapoints", "Dimensions",
            "EntityMetricData", "Entries", "ExcludeFilters", "ExtendedStatistics", "IncludeFilters", "InsufficientDataActions",
            "Messages", "MetricAlarms", "MetricData", "MetricDataQueries", "MetricDataResults", "Metrics", "Names", "OKActions",
            "OwningAccounts", "RuleNames", "Statistics", "StatisticsConfigurations", "TagKeys", "Tags",
        ]),
        (Shape.Map, ["Attributes", "KeyAttributes"]),
        (Shape.MapOf("key", "value", Shape.Double), ["Datapoints.ExtendedStatistics"]));
}
