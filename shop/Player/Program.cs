using System.CommandLine;
using Spectre.Console;
using Waybill.Local.Endpoints;
using Waybill.Player;

var console = AnsiConsole.Console;
if (!console.Profile.Out.IsTerminal)
{
    // Nobody's screen is 80 columns wide when output goes to a file or a pipe.
    console.Profile.Width = 250;
}

// "waybill up" and "waybill play" say where the laptop is; by hand it is where it usually is.
var endpoint = new Uri(Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") ?? "http://127.0.0.1:4566");
var root = new RootCommand("The sample shop's player: plays days of orders in a running laptop mode.")
{
    PlayCommand.Create(console, endpoint),
    PlayCommand.CreateCheck(),
    StandInCommand.Create(console, endpoint),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is UserErrorException or LaptopAnswerException)
{
    console.MarkupLineInterpolated($"[red]error:[/] {e.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
