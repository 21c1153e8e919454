namespace Amazon.SimpleEmailV2.Model;

/// <summary>What is mailed; of the three kinds SES knows, the simple one.</summary>
public class EmailContent
{
    public Message Simple { get; set; } = null!;
}

public class Message
{
    public Content Subject { get; set; } = null!;

    public Body Body { get; set; } = null!;
}

/// <summary>The same text in one or both formats.</summary>
public class Body
{
    public Content? Html { get; set; }

    public Content? Text { get; set; }
}

public class Content
{
    /// <summary>The character set's name; null for 7-bit ASCII.</summary>
    public string? Charset { get; set; }

    public string Data { get; set; } = null!;
}

public class Destination
{
    public List<string>? ToAddresses { get; set; }

    public List<string>? CcAddresses { get; set; }

    public List<string>? BccAddresses { get; set; }
}

/// <summary>A name and value that SES repeats in the events it publishes about the mail.</summary>
public class MessageTag
{
    public string Name { get; set; } = null!;

    public string Value { get; set; } = null!;
}
