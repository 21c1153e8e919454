using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Ses;

/// <summary>SendEmail: the mail is caught and kept, never sent (SES API reference v2, SendEmail).</summary>
internal sealed class SendEmail(LiveAccount account, BusStore store, TimeProvider time)
{
    public async Task AnswerAsync(AwsCall call, Utf8JsonWriter json)
    {
        var mail = Read(call);
        Authorize(call, mail.From);
        await store.CommitAsync(transaction => transaction.Catch(mail), committed: null, call.Cancellation);
        json.WriteString("MessageId"u8, mail.Id);
    }

    private CaughtMail Read(AwsCall call)
    {
        var body = call.Body;
        var now = time.GetUtcNow();
        var content = Content(call);
        var from = body.Text("FromEmailAddress") ?? content.From ?? throw SesErrors.Bad("FromEmailAddress is missing.");
        IReadOnlyList<string> to = body.Object("Destination") is not { } given
            ? content.To
            : [.. given.Texts("ToAddresses"), .. given.Texts("CcAddresses"), .. given.Texts("BccAddresses")];
        if (to.Count == 0)
        {
            throw SesErrors.Bad("Destination has no address.");
        }

        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in body.Items("EmailTags"))
        {
            if (!tags.TryAdd(tag.RequiredText("Name"), tag.RequiredText("Value")))
            {
                throw SesErrors.Bad($"EmailTags has the name '{tag.RequiredText("Name")}' twice.");
            }
        }

        return new CaughtMail(Guid.CreateVersion7(now).ToString(), now, to, from, content.Subject, content.Text, tags);
    }

    private MailContent Content(AwsCall call)
    {
        var content = call.Body.Object("Content");
        return content?.Object("Simple") is { } simple ? new MailContent(Data(simple, "Subject") ?? "", Text(simple))
            : content?.Object("Raw") is { } raw ? MimeMail.Read(Bytes(raw.Needed("Data")))
            : content?.Object("Template") is { } template ? Templated(call, template)
            : throw SesErrors.Bad("Content has none of Simple, Raw and Template.");
    }

    /// <remarks>SES takes a mail whose data lacks a variable, and sends none; here it is refused, for nobody would see why.</remarks>
    private MailContent Templated(AwsCall call, JsonElement content)
    {
        var template = content.Object("TemplateContent") is { } inline
            ? TemplateCalls.Content("", "", inline, default)
            : TemplateCalls.Get(
                account.Now, call.Scope, content.Text("TemplateName") ?? content.Text("TemplateArn")?.Split(":template/")[^1]
                    ?? throw SesErrors.Bad("Content.Template has none of TemplateName, TemplateArn and TemplateContent."));
        var data = MailTemplate.Data(content.Text("TemplateData"));
        return new MailContent(
            MailTemplate.Render(template.Subject, data), MailTemplate.Render(template.Text ?? template.Html ?? "", data));
    }

    private static byte[] Bytes(string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            throw new AwsException("SerializationException", "Content.Raw.Data is not Base64.");
        }
    }

    /// <summary>The text of the mail; its HTML when it has no other.</summary>
    private static string Text(JsonElement simple) =>
        simple.Object("Body") is { } body && (Data(body, "Text") ?? Data(body, "Html")) is { } text
            ? text
            : throw SesErrors.Bad("Content.Simple.Body has neither Text nor Html.");

    private static string? Data(JsonElement parent, string name) => parent.Object(name)?.RequiredText("Data");

    /// <summary>The sender is an identity of SES by its address or its domain; a permission for either will do.</summary>
    private static void Authorize(AwsCall call, string from)
    {
        var address = Address(from);
        var context = new Dictionary<string, string>(StringComparer.Ordinal) { ["ses:FromAddress"] = address };
        var domain = IdentityCalls.Arn(call.Scope, address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..]);
        if (!call.Caller.May("ses:SendEmail", IdentityCalls.Arn(call.Scope, address), [], context).Allowed)
        {
            call.Caller.Require("ses:SendEmail", domain, [], context);
        }
    }

    /// <summary>The address in <c>Name &lt;address&gt;</c> or alone.</summary>
    private static string Address(string from) =>
        from.IndexOf('<', StringComparison.Ordinal) is >= 0 and var start ? from[(start + 1)..].TrimEnd('>', ' ') : from;
}
