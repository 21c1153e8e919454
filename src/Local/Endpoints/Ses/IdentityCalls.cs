using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Bus;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Ses;

/// <summary>Addresses and domains that mails come from (SES API reference v2, CreateEmailIdentity … ListEmailIdentities).</summary>
/// <remarks>They are verified at once, and mails may come from others as well: none leaves this machine.</remarks>
internal sealed class IdentityCalls(LiveAccount account)
{
    public IEnumerable<KeyValuePair<string, AwsOperation>> Operations =>
    [
        new("CreateEmailIdentity", CreateAsync), new("GetEmailIdentity", GetAsync), new("DeleteEmailIdentity", DeleteAsync),
        new("ListEmailIdentities", ListAsync),
    ];

    public static string Arn(Scope scope, string name) => scope.Arn("ses", $"identity/{name}");

    private async Task CreateAsync(AwsCall call, Utf8JsonWriter json)
    {
        var (name, arn) = Authorized(call, "CreateEmailIdentity");
        if (!name.Contains('.', StringComparison.Ordinal) || name.Any(char.IsWhiteSpace))
        {
            throw SesErrors.Bad($"'{name}' is neither an email address nor a domain.");
        }

        var tags = call.Body.Items("Tags").ToDictionary(tag => tag.Needed("Key"), tag => tag.Text("Value") ?? "", StringComparer.Ordinal);
        var identity = new EmailIdentity(name, arn) { Tags = tags.Count == 0 ? null : tags };
        await account.ChangeAsync(
            change =>
            {
                if (change.Resources.Find<EmailIdentity>(arn) is not null)
                {
                    throw SesErrors.Exists($"Email identity {name} already exist.");
                }

                change.Put(identity);
            },
            call.Cancellation);
        WriteVerified(json, name);
    }

    private Task GetAsync(AwsCall call, Utf8JsonWriter json)
    {
        var (name, arn) = Authorized(call, "GetEmailIdentity");
        var identity = Find(account.Now, name, arn);
        WriteVerified(json, name);
        json.WriteBoolean("FeedbackForwardingStatus"u8, value: true);
        json.WriteString("VerificationStatus"u8, "SUCCESS"u8);
        json.WriteStartObject("Policies"u8);
        json.WriteEndObject();
        json.WriteTags(identity.Tags);
        return Task.CompletedTask;
    }

    private Task DeleteAsync(AwsCall call, Utf8JsonWriter json)
    {
        var (name, arn) = Authorized(call, "DeleteEmailIdentity");
        return account.ChangeAsync(change => change.Remove(Find(change.Resources, name, arn)), call.Cancellation);
    }

    private Task ListAsync(AwsCall call, Utf8JsonWriter json)
    {
        call.Caller.Require("ses:ListEmailIdentities", "*", []);
        var all = account.Now.All<EmailIdentity>().Where(identity => Scope.Of(identity.Arn) == call.Scope);
        call.Page(all).Write(json, "EmailIdentities", identity =>
        {
            json.WriteStartObject();
            json.WriteString("IdentityName"u8, identity.Name);
            json.WriteString("IdentityType"u8, Kind(identity.Name));
            json.WriteBoolean("SendingEnabled"u8, value: true);
            json.WriteString("VerificationStatus"u8, "SUCCESS"u8);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

    private static (string Name, string Arn) Authorized(AwsCall call, string operation)
    {
        var name = call.Body.Needed("EmailIdentity");
        var arn = Arn(call.Scope, name);
        call.Caller.Require($"ses:{operation}", arn, []);
        return (name, arn);
    }

    private static EmailIdentity Find(Resources resources, string name, string arn) =>
        resources.Find<EmailIdentity>(arn) ?? throw SesErrors.NotFound($"Email identity {name} does not exist.");

    private static void WriteVerified(Utf8JsonWriter json, string name)
    {
        json.WriteString("IdentityType"u8, Kind(name));
        json.WriteBoolean("VerifiedForSendingStatus"u8, value: true);
        json.WriteStartObject("DkimAttributes"u8);
        json.WriteBoolean("SigningEnabled"u8, value: false);
        json.WriteString("Status"u8, "NOT_STARTED"u8);
        json.WriteEndObject();
    }

    private static string Kind(string name) => name.Contains('@', StringComparison.Ordinal) ? "EMAIL_ADDRESS" : "DOMAIN";
}
