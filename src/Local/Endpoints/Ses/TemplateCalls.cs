using System.Text.Json;
using System.Text.RegularExpressions;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Ses;

/// <summary>Templates of mails (SES API reference v2, CreateEmailTemplate … TestRenderEmailTemplate).</summary>
internal sealed partial class TemplateCalls(LiveAccount account)
{
    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("CreateEmailTemplate", CreateAsync), new("UpdateEmailTemplate", UpdateAsync), new("GetEmailTemplate", GetAsync),
        new("DeleteEmailTemplate", DeleteAsync), new("ListEmailTemplates", ListAsync), new("TestRenderEmailTemplate", RenderAsync),
    ];

    /// <exception cref="AwsException">NotFoundException.</exception>
    public static EmailTemplate Get(Resources resources, Scope scope, string name) =>
        resources.Find<EmailTemplate>(Arn(scope, name)) ?? throw SesErrors.NotFound($"Template {name} does not exist.");

    /// <exception cref="AwsException">BadRequestException: it says nothing, or what laptop mode does not render.</exception>
    public static EmailTemplate Content(string name, string arn, JsonElement content, DateTimeOffset createdAt)
    {
        var template = new EmailTemplate(name, arn, MailTemplate.Checked(content.Text("Subject")) ?? "", createdAt)
        {
            Text = MailTemplate.Checked(content.Text("Text")),
            Html = MailTemplate.Checked(content.Text("Html")),
        };
        return template.Text is null && template.Html is null
            ? throw SesErrors.Bad("TemplateContent has neither Text nor Html.")
            : template;
    }

    private Task CreateAsync(AwsCall call, Utf8JsonWriter json)
    {
        var name = call.Body.Needed("TemplateName");
        if (!Names().IsMatch(name))
        {
            throw SesErrors.Bad($"TemplateName '{name}' is not allowed; allowed are 1 to 64 letters, digits, _ and -.");
        }

        var arn = Authorized(call, "CreateEmailTemplate");
        var content = RequiredContent(call.Body);
        return account.ChangeAsync(
            change =>
            {
                if (change.Resources.Find<EmailTemplate>(arn) is not null)
                {
                    throw SesErrors.Exists($"Template {name} already exists.");
                }

                change.Put(Content(name, arn, content, change.Now));
            },
            call.Cancellation);
    }

    private Task UpdateAsync(AwsCall call, Utf8JsonWriter json)
    {
        var name = call.Body.Needed("TemplateName");
        var arn = Authorized(call, "UpdateEmailTemplate");
        var content = RequiredContent(call.Body);
        return account.ChangeAsync(
            change => change.Put(Content(name, arn, content, Get(change.Resources, call.Scope, name).CreatedAt)), call.Cancellation);
    }

    private Task GetAsync(AwsCall call, Utf8JsonWriter json)
    {
        Authorized(call, "GetEmailTemplate");
        var template = Get(account.Now, call.Scope, call.Body.Needed("TemplateName"));
        json.WriteString("TemplateName"u8, template.Name);
        json.WriteStartObject("TemplateContent"u8);
        json.WriteString("Subject"u8, template.Subject);
        if (template.Text is { } text)
        {
            json.WriteString("Text"u8, text);
        }

        if (template.Html is { } html)
        {
            json.WriteString("Html"u8, html);
        }

        json.WriteEndObject();
        return Task.CompletedTask;
    }

    private Task DeleteAsync(AwsCall call, Utf8JsonWriter json)
    {
        var name = call.Body.Needed("TemplateName");
        Authorized(call, "DeleteEmailTemplate");
        return account.ChangeAsync(change => change.Remove(Get(change.Resources, call.Scope, name)), call.Cancellation);
    }

    private Task ListAsync(AwsCall call, Utf8JsonWriter json)
    {
        call.Caller.Require("ses:ListEmailTemplates", "*", []);
        var all = account.Now.All<EmailTemplate>().Where(template => Scope.Of(template.Arn) == call.Scope);
        call.Page(all).Write(json, "TemplatesMetadata", template =>
        {
            json.WriteStartObject();
            json.WriteString("TemplateName"u8, template.Name);
            json.WriteNumber("CreatedTimestamp"u8, template.CreatedAt.ToUnixTimeMilliseconds() / 1000.0);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    private Task RenderAsync(AwsCall call, Utf8JsonWriter json)
    {
        Authorized(call, "TestRenderEmailTemplate");
        var template = Get(account.Now, call.Scope, call.Body.Needed("TemplateName"));
        var data = MailTemplate.Data(call.Body.Needed("TemplateData"));
        var body = MailTemplate.Render(template.Text ?? template.Html!, data);
        json.WriteString(
            "RenderedTemplate"u8,
            $"Subject: {MailTemplate.Render(template.Subject, data)}\r\nMIME-Version: 1.0\r\n"
                + $"Content-Type: text/{(template.Text is null ? "html" : "plain")}; charset=UTF-8\r\n\r\n{body}");
        return Task.CompletedTask;
    }

    private static string Authorized(AwsCall call, string operation)
    {
        var arn = Arn(call.Scope, call.Body.Needed("TemplateName"));
        call.Caller.Require($"ses:{operation}", arn, []);
        return arn;
    }

    private static JsonElement RequiredContent(JsonElement body) =>
        body.Object("TemplateContent") ?? throw SesErrors.Bad("TemplateContent is missing.");

    private static string Arn(Scope scope, string name) => scope.Arn("ses", $"template/{name}");

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Names();
}
