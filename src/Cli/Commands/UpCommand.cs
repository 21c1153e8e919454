using System.Collections;
using System.CommandLine;
using Spectre.Console;
using Waybill.Cli.Toolchain;
using Waybill.Local;

namespace Waybill.Cli.Commands;

/// <summary><c>waybill up</c>: builds, synthesizes and starts everything, has a day played, and stays up.</summary>
internal static class UpCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var once = new Option<bool>("--once")
        {
            Description = "Start with nothing kept, have a day played, and stop; exit code 0 when everything that had to happen did.",
        };
        var environment = new Option<string>("--env")
        {
            Description = "The environment of cdk.json whose stacks are run.",
            DefaultValueFactory = _ => "dev",
        };
        var data = new Option<string?>("--data")
        {
            Description = "Folder of the state that is kept. Default: .waybill/data, or with --once a new one that is removed.",
        };
        var noBuild = new Option<bool>("--no-build") { Description = "Run what was built last." };
        var dynamo = new Option<Uri?>("--dynamodb") { Description = "Use this DynamoDB-compatible endpoint instead of starting dynalite." };
        var allowReplacement = new Option<bool>("--allow-replacement")
        {
            Description = "Let a change of the templates replace what holds messages, events or items by an empty one.",
        };
        var noPlay = new Option<bool>("--no-play") { Description = "Have no day played." };
        var watch = new Option<bool>("--watch")
        {
            Description = "Follow the source: a saved handler swaps its team's code, saved infrastructure is applied.",
        };
        var strictAuth = new Option<bool>("--strict-auth")
        {
            Description = "Refuse calls without a right signature, by keys in keys.json of the state's folder, which is made.",
        };
        var timeScale = new Option<double>("--time-scale")
        {
            Description = "Let the account's clock run so many times as fast, so that retries and schedules can be watched.",
            DefaultValueFactory = _ => 1,
        };
        timeScale.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 1 and <= 1000))
            {
                result.AddError("--time-scale must be between 1 and 1000.");
            }
        });
        var archiveLimit = ByteSize.Option(
            "--archive-limit", "What all archives keep together; beyond it the oldest events are dropped. Default: 2GB.",
            LaptopOptions.UsualArchiveLimit);
        var debug = new Option<string?>("--debug")
        {
            Description = "Build that consumer's team for debugging, wait for a debugger, and let no clock end what it does.",
            HelpName = "CONSUMER",
        };
        var port = Arguments.Port();
        var command = new Command("up", """
            Start the stacks on this laptop, with what cdk.json has beside them (context "laptop"), and have its player play a day.
            Further words, such as files and options, are the player's: './waybill play --help' lists them.
            """)
        {
            once, environment, data, noBuild, noPlay, watch, allowReplacement, strictAuth, timeScale, archiveLimit, dynamo, debug, port,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((arguments, cancellationToken) => new Up(console, Repository.Find()).RunAsync(
            new UpOptions
            {
                Once = arguments.GetValue(once),
                Environment = arguments.GetValue(environment)!,
                DataFolder = arguments.GetValue(data),
                Build = !arguments.GetValue(noBuild),
                Play = !arguments.GetValue(noPlay),
                Watch = arguments.GetValue(watch),
                AllowReplacement = arguments.GetValue(allowReplacement),
                StrictAuth = arguments.GetValue(strictAuth),
                Debug = arguments.GetValue(debug),
                TimeScale = arguments.GetValue(timeScale),
                ArchiveLimit = arguments.GetValue(archiveLimit),
                DynamoDb = arguments.GetValue(dynamo),
                Port = arguments.GetValue(port),
                OpenTelemetry = OpenTelemetry(),
                Words = arguments.UnmatchedTokens,
            },
            cancellationToken));
        return command;
    }

    private static Dictionary<string, string> OpenTelemetry() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? ""))
        .Where(variable => variable.Key.StartsWith("OTEL_", StringComparison.Ordinal) && variable.Value.Length > 0)
        .ToDictionary(StringComparer.Ordinal);
}
