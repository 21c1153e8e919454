using System.CommandLine;
using Spectre.Console;
using Waybill.Catalog;
using Waybill.Cli.Commands.Catalog;
using Waybill.Cli.Toolchain;
using Waybill.Operations;
using Waybill.Operations.Verifying;

namespace Waybill.Cli.Commands.Operating;

/// <summary><c>waybill verify</c>: an event goes through what was deployed; exit code 2 when its consumer does not say so.</summary>
internal static class VerifyCommand
{
    private const string Event = "DeploymentVerified.v1";
    private const string Consumer = "ConfirmDeployment";

    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(2);

    public static Command Create(IAnsiConsole console)
    {
        var revision = new Option<string>("--revision")
        {
            Description = "What was deployed: a commit or a tag, which the event says.",
            DefaultValueFactory = _ => "unknown",
        };
        var within = Durations.Option("--within", "How long its consumer may take. Default: 2m.");
        var verb = new Verb("verify", $"Send {Event} through what was deployed, and wait until {Consumer} says that it came.");
        verb.Command.Options.Add(revision);
        verb.Command.Options.Add(within);
        return verb.Does(async (account, arguments, cancellationToken) =>
        {
            var verification = await account.Verify.VerifyAsync(
                Described(), Consumer, arguments.GetValue(revision)!, arguments.GetValue(within) ?? Usual, cancellationToken);
            if (verb.IsJson(arguments))
            {
                Verb.Print(console, verification, OperationsJson.Default.Verification);
            }
            else
            {
                Say(console, verification, verb.Suffix(arguments));
            }

            return verification.IsHandled ? 0 : Verb.NotAllWell;
        });
    }

    private static CatalogEvent Described() => CatalogFolders.Load(Repository.Find().Path("events-catalog")).FindEvent(Event)
        ?? throw new UserErrorException($"events-catalog does not describe {Event}, which is what goes through the deployment.");

    private static void Say(IAnsiConsole console, Verification verification, string suffix)
    {
        var (what, took) = ($"{verification.EventType} {verification.EventId}", $"{verification.Took.TotalSeconds:0.0} s");
        if (verification.IsHandled)
        {
            console.MarkupLineInterpolated($"[green]•[/] {what} went from {verification.Bus} to {verification.Consumer} in {took}.");
            return;
        }

        var said = verification.Last is { } last ? $"said last: {last.Kind}, {last.Error}" : "said nothing";
        console.MarkupLineInterpolated(
            $"[red]•[/] {what} was put on {verification.Bus}, and in {took} {verification.Consumer} did not handle it: it {said}.");
        console.MarkupLineInterpolated($"Look: ./waybill trace {verification.EventId}{suffix}, ./waybill status {Consumer}{suffix}");
    }
}
