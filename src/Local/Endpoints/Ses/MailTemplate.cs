using System.Text.Json;
using System.Text.RegularExpressions;
using Waybill.Local.Account;

namespace Waybill.Local.Endpoints.Ses;

/// <summary>
/// Templates of mails: <c>{{name}}</c> and <c>{{outer.inner}}</c>, not escaped (SES developer guide,
/// <c>send-personalized-email-advanced</c>).
/// </summary>
/// <remarks>Handlebars' blocks (<c>{{#each}}</c>, <c>{{#if}}</c>) are refused by name.</remarks>
internal static partial class MailTemplate
{
    private static readonly Refusal Block = new(
        "SES v2", "CreateEmailTemplate, UpdateEmailTemplate, SendEmail", "blocks, partials and other helpers of Handlebars in templates",
        block => SesErrors.Bad($"The template has {block}; laptop mode renders {{{{name}}}} and {{{{outer.inner}}}} only."));

    /// <exception cref="AwsException">BadRequestException: it is no JSON object.</exception>
    public static JsonElement Data(string? json)
    {
        try
        {
            var data = JsonElement.Parse(string.IsNullOrEmpty(json) ? "{}" : json);
            return data.ValueKind == JsonValueKind.Object ? data : throw SesErrors.Bad("TemplateData is not a JSON object.");
        }
        catch (JsonException error)
        {
            throw SesErrors.Bad($"TemplateData is not JSON: {error.Message}");
        }
    }

    /// <exception cref="AwsException">BadRequestException: the data lacks what the template names.</exception>
    public static string Render(string template, JsonElement data) => Places().Replace(
        template, place => Find(data, place.Groups["name"].Value)
            ?? throw SesErrors.Bad($"Attribute '{place.Groups["name"].Value}' is not present in the rendering data."));

    /// <exception cref="AwsException">BadRequestException: it has what laptop mode does not render.</exception>
    public static string? Checked(string? template)
    {
        if (template is not null && Blocks().Match(template) is { Success: true } block)
        {
            throw Block.Error(block.Value);
        }

        return template;
    }

    private static string? Find(JsonElement data, string name)
    {
        foreach (var part in name.Split('.'))
        {
            if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(part, out data))
            {
                return null;
            }
        }

        return data.ValueKind == JsonValueKind.String ? data.GetString() : data.GetRawText();
    }

    [GeneratedRegex(@"\{\{\{?\s*(?<name>[^{}#/^>!\s][^{}]*?)\s*\}?\}\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Places();

    [GeneratedRegex(@"\{\{\{?\s*[#/^>!][^{}]*\}?\}\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blocks();
}
