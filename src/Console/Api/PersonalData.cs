using Waybill.Catalog.Reading;
using Waybill.Operations.Accounts;
using Waybill.Operations.Events;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>Shows messages with personal data masked, or, where that was asked for, as they are, and has it known who asked.</summary>
internal sealed class PersonalData(CatalogAtHand catalog, ConsoleOptions options)
{
    /// <summary>A message, indented.</summary>
    /// <param name="body">The message.</param>
    /// <param name="isMasked">Whether to mask it.</param>
    /// <param name="what">What is looked at: <c>message</c> or <c>event</c>.</param>
    /// <param name="id">Its id.</param>
    public string Shown(string body, bool isMasked, string what, string id)
    {
        if (isMasked)
        {
            return Masked(body);
        }

        // For whoever keeps the terminal's log: who looked at what is to be known.
        options.OnNotice($"audit: {options.Time.GetUtcNow():u} {Environment.UserName} saw {what} {id} unmasked");
        return Masking.Plain(body);
    }

    private string Masked(string body)
    {
        try
        {
            return new Masking(catalog.Whole()).Masked(body);
        }
        catch (CatalogException broken)
        {
            throw new OperationException($"Which data is personal cannot be known, so none is shown. {broken.Message}", broken);
        }
    }
}
