using Waybill.WebConsole.Serving;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>Tells the page where it is.</summary>
internal sealed class SessionApi(ConsoleOptions options, Gate gate)
{
    public void Map(ApiRoutes routes) => routes.Look("session", ConsoleJson.Default.Session, (request, _) =>
    {
        var whyNot = gate.ActRefusal(request);
        return Task.FromResult(new Session(
            options.Environment, options.IsLaptop, whyNot is null, whyNot, options.MayPublish && whyNot is null, options.AsksForName,
            options.Refresh.TotalSeconds));
    });
}
