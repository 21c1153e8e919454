using Amazon.Runtime;

namespace Amazon.SimpleEmailV2.Model;

/// <summary>What every SES v2 request has in common.</summary>
public class AmazonSimpleEmailServiceV2Request : AmazonWebServiceRequest;

/// <remarks>Source: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html</remarks>
public class SendEmailRequest : AmazonSimpleEmailServiceV2Request
{
    public string? ConfigurationSetName { get; set; }

    public EmailContent Content { get; set; } = null!;

    public Destination Destination { get; set; } = null!;

    public List<MessageTag>? EmailTags { get; set; }

    public string? FromEmailAddress { get; set; }

    public List<string>? ReplyToAddresses { get; set; }
}

/// <summary>What the request was answered with.</summary>
public class SendEmailResponse : AmazonWebServiceResponse
{
    public string MessageId { get; set; } = null!;
}
