using Amazon.Runtime;

namespace Amazon.Lambda.Model;

/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html</remarks>
public class ListFunctionsRequest : AmazonLambdaRequest
{
    /// <summary>Of the page before.</summary>
    public string? Marker { get; set; }

    /// <summary>Functions a page; 50 at most are given.</summary>
    public int? MaxItems { get; set; }
}

public class ListFunctionsResponse : AmazonWebServiceResponse
{
    public List<FunctionConfiguration>? Functions { get; set; }

    /// <summary>Null on the last page.</summary>
    public string? NextMarker { get; set; }
}
