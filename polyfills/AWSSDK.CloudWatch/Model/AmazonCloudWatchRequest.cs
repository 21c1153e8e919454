using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

/// <summary>What every CloudWatch request has in common.</summary>
public class AmazonCloudWatchRequest : AmazonWebServiceRequest;
