using Amazon.Runtime;

namespace Amazon.SQS.Model;

/// <remarks>Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html</remarks>
public class GetQueueUrlRequest : AmazonSQSRequest
{
    public GetQueueUrlRequest()
    {
    }

    public GetQueueUrlRequest(string queueName) => QueueName = queueName;

    public string QueueName { get; set; } = null!;

    public string? QueueOwnerAWSAccountId { get; set; }
}

public class GetQueueUrlResponse : AmazonWebServiceResponse
{
    public string QueueUrl { get; set; } = null!;
}

/// <remarks>Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html</remarks>
public class GetQueueAttributesRequest : AmazonSQSRequest
{
    public GetQueueAttributesRequest()
    {
    }

    public GetQueueAttributesRequest(string queueUrl, List<string> attributeNames) => (QueueUrl, AttributeNames) = (queueUrl, attributeNames);

    /// <summary>Names, or <c>All</c>.</summary>
    public List<string>? AttributeNames { get; set; }

    public string QueueUrl { get; set; } = null!;
}

public class GetQueueAttributesResponse : AmazonWebServiceResponse
{
    /// <summary>Null when the queue has none of those asked for.</summary>
    public Dictionary<string, string>? Attributes { get; set; }
}

/// <remarks>Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html</remarks>
public class ListQueuesRequest : AmazonSQSRequest
{
    public ListQueuesRequest()
    {
    }

    public ListQueuesRequest(string queueNamePrefix) => QueueNamePrefix = queueNamePrefix;

    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    public string? QueueNamePrefix { get; set; }
}

public class ListQueuesResponse : AmazonWebServiceResponse
{
    public string? NextToken { get; set; }

    /// <summary>Null when there is none.</summary>
    public List<string>? QueueUrls { get; set; }
}

/// <remarks>Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html</remarks>
public class PurgeQueueRequest : AmazonSQSRequest
{
    public string QueueUrl { get; set; } = null!;
}

public class PurgeQueueResponse : AmazonWebServiceResponse;
