namespace Waybill.Local.Account;

/// <summary>A template of mails: <c>{{name}}</c> stands for what a mail's data calls so.</summary>
public sealed record EmailTemplate(string Name, string Arn, string Subject, DateTimeOffset CreatedAt) : IResource
{
    public string? Text { get; init; }

    public string? Html { get; init; }
}

/// <summary>An address or a domain that mails come from; verified at once, because no mail leaves this machine.</summary>
public sealed record EmailIdentity(string Name, string Arn) : IResource
{
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
