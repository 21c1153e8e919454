using Waybill.Catalog.Checking;
using Waybill.Operations.Accounts;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>The catalog of the checkout, to look things up in, and what its check finds.</summary>
internal sealed class CatalogApi(CatalogAtHand catalog)
{
    public void Map(ApiRoutes routes)
    {
        routes.Look("catalog", ConsoleJson.Default.CatalogPage, async (_, cancellationToken) =>
        {
            var browser = await catalog.BrowserAsync(cancellationToken);
            return new CatalogPage(browser.Lines, browser.Consumers);
        });
        routes.Look("catalog/findings", ConsoleJson.Default.FindingsPage, async (_, cancellationToken) =>
        {
            var folders = await catalog.FoldersAsync(cancellationToken);
            return new FindingsPage(CatalogCheck.Run(folders, catalog.Today).Findings);
        });
        routes.Look("catalog/events/{id}", ConsoleJson.Default.EventSheet, async (request, cancellationToken) =>
            (await catalog.BrowserAsync(cancellationToken)).Open(Asked.Id(request)) ?? throw new OperationException(
                $"The catalog has no event '{Asked.Id(request)}'; an event is named by its detail-type, such as ParcelSent.v2."));
    }
}
