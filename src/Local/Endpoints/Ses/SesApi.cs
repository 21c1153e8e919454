using System.Collections.Frozen;
using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;
using Waybill.Local.Endpoints.Protocol;

namespace Waybill.Local.Endpoints.Ses;

/// <summary>SES v2: mails are caught and kept, never sent; templates and identities are kept (SES API reference v2).</summary>
internal sealed class SesApi(LiveAccount account, BusStore store, TimeProvider time) : AwsApi
{
    private const string Templates = "/v2/email/templates";
    private const string Template = Templates + "/{TemplateName}";
    private const string Identities = "/v2/email/identities";
    private const string Identity = Identities + "/{EmailIdentity}";

    public override string Name => "SES v2";

    public override int MostBytes(string operation) => operation is "SendEmail" ? RequestBody.MaxBytes : RequestBodies.Usual;
    public override string SigningName => "ses";

    public override IReadOnlyList<RestRoute> Routes { get; } =
    [
        new("POST", "/v2/email/outbound-emails", "SendEmail"),
        new("POST", Templates, "CreateEmailTemplate"), new("GET", Templates, "ListEmailTemplates"),
        new("GET", Template, "GetEmailTemplate"), new("PUT", Template, "UpdateEmailTemplate"),
        new("DELETE", Template, "DeleteEmailTemplate"), new("POST", Template + "/render", "TestRenderEmailTemplate"),
        new("POST", Identities, "CreateEmailIdentity"), new("GET", Identities, "ListEmailIdentities"),
        // Where current SDKs ask for it.
        new("POST", "/v2/email/list-identities", "ListEmailIdentities"),
        new("GET", Identity, "GetEmailIdentity"), new("DELETE", Identity, "DeleteEmailIdentity"),
    ];

    public override ShapeTable Shapes { get; } = new((Shape.Integer, ["PageSize"]));

    public override FrozenDictionary<string, AwsOperation> Operations { get; } = new KeyValuePair<string, AwsOperation>[]
    {
        new("SendEmail", new SendEmail(account, store, time).AnswerAsync),
    }
        .Concat(new TemplateCalls(account).Operations)
        .Concat(new IdentityCalls(account).Operations)
        .ToFrozenDictionary(StringComparer.Ordinal);
}
