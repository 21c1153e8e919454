namespace Waybill.Local.Endpoints.Protocol.Services;

/// <summary>SNS's members (SNS API reference, 2010-03-31), which speaks the Query protocol only.</summary>
internal static class SnsShapes
{
    public static readonly QueryService Query = new("2010-03-31", "http://sns.amazonaws.com/doc/2010-03-31/");

    public static readonly ShapeTable Table = new(
        (Shape.Integer, ["MaxResults"]),
        (Shape.Boolean, ["IsInSandbox", "isOptedOut", "ReturnSubscriptionArn", "SenderFault"]),
        (Shape.Timestamp, ["CreatedAt"]),
        (Shape.Blob, ["BinaryValue"]),
        (Shape.List,
        [
            "ActionName", "AWSAccountId", "Endpoints", "Failed", "GetSMSAttributes.attributes", "NumberCapabilities", "phoneNumbers",
            "PhoneNumbers", "PlatformApplications", "PublishBatchRequestEntries", "Subscriptions", "Successful", "TagKeys", "Tags",
            "Topics",
        ]),
        (Shape.Map, ["Attributes", "SetSMSAttributes.attributes"]),
        (Shape.MapOf("Name", "Value"), ["MessageAttributes"]));
}
