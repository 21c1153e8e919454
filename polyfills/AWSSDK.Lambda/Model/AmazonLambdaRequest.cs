using Amazon.Runtime;

namespace Amazon.Lambda.Model;

/// <summary>What every Lambda request has in common.</summary>
public class AmazonLambdaRequest : AmazonWebServiceRequest;
