using System.CommandLine;
using Spectre.Console;
using Waybill.Cli.Toolchain;
using Waybill.Local.Template.Deploying;

namespace Waybill.Cli.Commands.Deploying;

/// <summary><c>waybill deploy-check BASE [HEAD]</c>: what a deployment would do, before anybody makes it.</summary>
internal sealed class DeployCheckCommand
{
    private readonly Argument<string> _base = new("BASE")
    {
        Description = "What is deployed: a git revision (main, v1.4, HEAD~1), or a folder that cdk synth wrote.",
    };

    private readonly Argument<string?> _head = new("HEAD")
    {
        Description = "What is to be deployed: a folder that cdk synth wrote. Default: this checkout, synthesized.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _environment = new("--env")
    {
        Description = "The environment to synthesize. Default: those that the folder's stacks are named after; without a folder, all.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };
    private readonly Option<bool> _markdown = new("--markdown") { Description = "Print what a comment on a pull request shows." };

    public static Command Create(IAnsiConsole console)
    {
        var check = new DeployCheckCommand();
        var command = new Command(
            "deploy-check",
            "Say what a deployment would make, change, replace and delete; exit code 1 when anything that holds data would be lost, or "
            + "CloudFormation would refuse.")
        {
            check._base, check._head, check._environment, check._json, check._markdown,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(check._json) && result.GetValue(check._markdown))
            {
                result.AddError("--json and --markdown exclude each other.");
            }
        });
        command.SetAction((arguments, cancellationToken) => check.RunAsync(console, arguments, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(IAnsiConsole console, ParseResult arguments, CancellationToken cancellationToken)
    {
        var report = await CompareAsync(
            arguments.GetValue(_base)!, arguments.GetValue(_head), arguments.GetValue(_environment), cancellationToken);
        console.Profile.Out.Writer.WriteLine(
            arguments.GetValue(_json) ? DeploymentJson.Write(report)
            : arguments.GetValue(_markdown) ? DeploymentMarkdown.Write(report)
            : DeploymentText.Write(report));
        return report.Fails ? 1 : 0;
    }

    private static async Task<DeploymentReport> CompareAsync(
        string @base, string? head, string? environment, CancellationToken cancellationToken)
    {
        if (head is not null && !Directory.Exists(head))
        {
            throw new UserErrorException($"'{head}' is no folder; HEAD is a folder that `cdk synth` wrote, or left out.");
        }

        if (Directory.Exists(@base) && head is not null)
        {
            return environment is null
                ? DeploymentCheck.Run([@base], [head])
                : throw new UserErrorException($"--env {environment} says what to synthesize, and with two folders nothing is.");
        }

        var repository = Repository.Find();
        var environments = Environments(repository, Directory.Exists(@base) ? @base : head, environment);
        using var assemblies = new Assemblies(repository, environments);
        var before = Directory.Exists(@base) ? [@base] : await assemblies.OfRevisionAsync(@base, cancellationToken);
        return DeploymentCheck.Run(before, head is not null ? [head] : await assemblies.OfCheckoutAsync(cancellationToken));
    }

    private static IReadOnlyList<string> Environments(Repository repository, string? folder, string? given)
    {
        var settings = new EnvironmentSettings(repository);
        if (given is not null)
        {
            settings.Of(given);
            return [given];
        }

        var stacks = folder is null ? null : DeploymentCheck.StackNames(folder);
        var found = stacks is null ? settings.Names : settings.Of(stacks);
        return found.Count > 0
            ? found
            : throw new UserErrorException(
                stacks is null
                    ? $"{settings.Where} has no environment to synthesize; name one there."
                    : $"No stack in '{folder}' is named after an environment of {settings.Where} ({string.Join(", ", settings.Names)}); "
                        + $"found {string.Join(", ", stacks.Take(5))}. Say which it is with --env.");
    }
}
