using Amazon.Runtime;

namespace Amazon.Lambda.Model;

/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html</remarks>
public class ListTagsRequest : AmazonLambdaRequest
{
    /// <summary>ARN of a function or an event source mapping.</summary>
    public string Resource { get; set; } = null!;
}

public class ListTagsResponse : AmazonWebServiceResponse
{
    public Dictionary<string, string>? Tags { get; set; }
}
