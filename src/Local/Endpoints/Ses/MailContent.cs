namespace Waybill.Local.Endpoints.Ses;

/// <summary>What a mail says, however it was given.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="Text">Its text; its HTML when it has no other.</param>
internal sealed record MailContent(string Subject, string Text)
{
    /// <summary>Who it says it is from; null when only the request says it.</summary>
    public string? From { get; init; }

    /// <summary>Whom it says it is to.</summary>
    public IReadOnlyList<string> To { get; init; } = [];
}
