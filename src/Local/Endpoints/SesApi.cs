using System.Collections.Frozen;
using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints;

/// <summary>SES v2 SendEmail: the mail is caught and kept, never sent (SES API reference v2, SendEmail).</summary>
internal sealed class SesApi : AwsApi
{
    private readonly BusStore _store;
    private readonly TimeProvider _time;

    public SesApi(BusStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        Operations = new Dictionary<string, AwsOperation>(StringComparer.Ordinal) { ["SendEmail"] = SendEmailAsync }
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    public override string Name => "SES v2";
    public override string SigningName => "ses";
    public override IReadOnlyList<RestRoute> Routes { get; } = [new("POST", "/v2/email/outbound-emails", "SendEmail")];
    public override FrozenDictionary<string, AwsOperation> Operations { get; }

    private async Task SendEmailAsync(AwsCall call, Utf8JsonWriter json)
    {
        var mail = Read(call.Body);
        Authorize(call, mail.From);
        await _store.CommitAsync(transaction => transaction.Catch(mail), committed: null, call.Cancellation);
        json.WriteString("MessageId"u8, mail.Id);
    }

    private CaughtMail Read(JsonElement body)
    {
        var now = _time.GetUtcNow();
        var simple = body.Object("Content")?.Object("Simple")
            ?? throw new AwsException(
                "BadRequestException", "Content.Simple is missing; laptop mode catches simple mails, not Raw or Template.");
        var from = body.Text("FromEmailAddress")
            ?? throw new AwsException("BadRequestException", "FromEmailAddress is missing.");
        var destination = body.Object("Destination");
        IReadOnlyList<string> to = destination is not { } given
            ? []
            : [.. given.Texts("ToAddresses"), .. given.Texts("CcAddresses"), .. given.Texts("BccAddresses")];
        if (to.Count == 0)
        {
            throw new AwsException("BadRequestException", "Destination has no address.");
        }

        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in body.Items("EmailTags"))
        {
            if (!tags.TryAdd(tag.RequiredText("Name"), tag.RequiredText("Value")))
            {
                throw new AwsException("BadRequestException", $"EmailTags has the name '{tag.RequiredText("Name")}' twice.");
            }
        }

        return new CaughtMail(Guid.CreateVersion7(now).ToString(), now, to, from, Data(simple, "Subject") ?? "", Text(simple), tags);
    }

    /// <summary>The text of the mail; its HTML when it has no other.</summary>
    private static string Text(JsonElement simple) =>
        simple.Object("Body") is { } body && (Data(body, "Text") ?? Data(body, "Html")) is { } text
            ? text
            : throw new AwsException("BadRequestException", "Content.Simple.Body has neither Text nor Html.");

    private static string? Data(JsonElement parent, string name) => parent.Object(name)?.RequiredText("Data");

    /// <summary>The sender is an identity of SES by its address or its domain; a permission for either will do.</summary>
    private static void Authorize(AwsCall call, string from)
    {
        var address = Address(from);
        var context = new Dictionary<string, string>(StringComparer.Ordinal) { ["ses:FromAddress"] = address };
        var domain = Identity(call.Scope, address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..]);
        if (!call.Caller.May("ses:SendEmail", Identity(call.Scope, address), [], context).Allowed)
        {
            call.Caller.Require("ses:SendEmail", domain, [], context);
        }
    }

    /// <summary>The address in <c>Name &lt;address&gt;</c> or alone.</summary>
    private static string Address(string from) =>
        from.IndexOf('<', StringComparison.Ordinal) is >= 0 and var start ? from[(start + 1)..].TrimEnd('>', ' ') : from;

    private static string Identity(Scope scope, string name) => scope.Arn("ses", $"identity/{name}");
}
