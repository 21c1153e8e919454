using Amazon.Runtime;

namespace Amazon.Lambda.Model;

/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html</remarks>
public class ListEventSourceMappingsRequest : AmazonLambdaRequest
{
    public string? EventSourceArn { get; set; }

    /// <summary>Name or ARN.</summary>
    public string? FunctionName { get; set; }

    /// <summary>Of the page before.</summary>
    public string? Marker { get; set; }

    /// <summary>Mappings a page; 100 at most are given.</summary>
    public int? MaxItems { get; set; }
}

public class ListEventSourceMappingsResponse : AmazonWebServiceResponse
{
    public List<EventSourceMappingConfiguration>? EventSourceMappings { get; set; }

    /// <summary>Null on the last page.</summary>
    public string? NextMarker { get; set; }
}
