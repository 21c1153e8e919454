using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListEventBuses.html</remarks>
public class ListEventBusesRequest : AmazonEventBridgeRequest
{
    /// <summary>Buses a page, 1–100.</summary>
    public int? Limit { get; set; }

    public string? NamePrefix { get; set; }

    /// <summary>Of the page before.</summary>
    public string? NextToken { get; set; }
}

public class ListEventBusesResponse : AmazonWebServiceResponse
{
    public List<EventBus>? EventBuses { get; set; }

    /// <summary>Null on the last page.</summary>
    public string? NextToken { get; set; }
}

/// <remarks>Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EventBus.html</remarks>
public class EventBus
{
    public string? Arn { get; set; }

    public DateTime? CreationTime { get; set; }

    public string? Description { get; set; }

    public DateTime? LastModifiedTime { get; set; }

    public string? Name { get; set; }

    /// <summary>JSON; who but the account may send to it.</summary>
    public string? Policy { get; set; }
}
