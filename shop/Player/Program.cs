using System.CommandLine;
using Amazon.Runtime;
using Spectre.Console;
using Waybill.Eventing;
using Waybill.Eventing.Publishing;
using Waybill.Local.Endpoints;
using Waybill.Player;
using Waybill.Player.Playing;

// Colours, and lines that move, are for a terminal whose owner has not asked for none (https://no-color.org).
var isTerminal = !Console.IsOutputRedirected;
var isPlain = !isTerminal || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
var console = AnsiConsole.Create(new AnsiConsoleSettings
{
    Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
    ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
});
if (!isTerminal)
{
    // Nobody's screen is 80 columns wide when output goes to a file or a pipe.
    console.Profile.Width = 250;
}

// "waybill up" and "waybill play" say where the laptop is, and what to sign with; by hand it is where it usually is, and any key will do.
var endpoint = new Uri(Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") ?? "http://127.0.0.1:4566");
AWSCredentials credentials = Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is null
    ? Play.Developer
    : new EnvironmentVariablesAWSCredentials();
var root = new RootCommand("The sample shop's player: plays days of orders in a running laptop mode.")
{
    PlayCommand.Create(console, endpoint, credentials),
    PlayCommand.CreateCheck(),
    StandInCommand.Create(console, endpoint, credentials),
};
try
{
    await using var traces = StartTraces(console);
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is UserErrorException or LaptopAnswerException)
{
    console.MarkupLineInterpolated($"[red]error:[/] {e.Message}");
    return 1;
}
catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or EventsNotPublishedException)
{
    console.MarkupLineInterpolated($"[red]error:[/] The laptop at {endpoint} failed to answer, so the day is not played on: {e.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}

static TraceExport? StartTraces(IAnsiConsole console)
{
    try
    {
        return TraceExport.Start(
            Settings.FromEnvironment(), "player", warning => console.MarkupLineInterpolated($"[yellow]warning:[/] {warning}"),
            TimeProvider.System, every: TimeSpan.FromMilliseconds(500));
    }
    catch (InvalidOperationException wrong)
    {
        throw new UserErrorException(wrong.Message);
    }
}
