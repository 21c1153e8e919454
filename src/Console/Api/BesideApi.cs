using Waybill.Operations.Accounts;
using Waybill.WebConsole.Setup;

namespace Waybill.WebConsole.Api;

/// <summary>What a laptop has beside its account: mails that were caught, and programs that can be told how to behave.</summary>
internal sealed class BesideApi(ConsoleOptions options)
{
    private LaptopBeside Beside => options.Beside
        ?? throw new OperationException($"Mails and programs are a laptop's; this is {options.Environment}.");

    public void Map(ApiRoutes routes)
    {
        routes.Look("mails", ConsoleJson.Default.MailList, async (_, cancellationToken) => new MailList(
            [.. (await Beside.MailsAsync(cancellationToken)).Reverse().Select(mail =>
                new MailLine(mail.Id, mail.At, mail.To, mail.From, mail.Subject))]));
        routes.Frame("mails/{id}", async (request, cancellationToken) =>
        {
            var mail = (await Beside.MailsAsync(cancellationToken)).FirstOrDefault(mail => mail.Id == Asked.Id(request))
                ?? throw new OperationException($"There is no mail '{Asked.Id(request)}'.");
            return (mail.Text, IsMarkup(mail.Text) ? "text/html; charset=utf-8" : "text/plain; charset=utf-8");
        });
        routes.Look("switches", ConsoleJson.Default.SwitchList, async (_, cancellationToken) =>
            new SwitchList(await Beside.SwitchesAsync(cancellationToken)));
        routes.Act("switches", ConsoleJson.Default.SwitchAct, ConsoleJson.Default.Done, async (act, cancellationToken) =>
        {
            Act.RequireName(options, act.Confirm);
            await Beside.SwitchAsync(act.Program, act.Name, act.Mode, cancellationToken);
            return new Done($"{act.Name} is {act.Mode} from now on.");
        });
    }

    /// <summary>Whether a text begins with a tag or a comment; where it does not, it is shown as what was typed.</summary>
    private static bool IsMarkup(string text) =>
        text.AsSpan().TrimStart() is ['<', var next, ..] && (next == '!' || char.IsAsciiLetter(next));
}
