using Spectre.Console;
using Waybill.Cli.Commands;
using Waybill.Local.Functions;

namespace Waybill.Cli.Tests;

/// <summary>What of a function's log is shown while a shop is up.</summary>
public sealed class FunctionLogTests
{
    [Theory]
    [InlineData("plain [text]", "SendMail plain [text]")]
    [InlineData("""{"no":"message"}""", """SendMail {"no":"message"}""")]
    [InlineData("""{"level":"Information","message":"No mail."}""", "SendMail No mail.")]
    [InlineData("""{"level":"Information","outcome":"handled","eventId":"e","message":"The event was handled."}""", "")]
    [InlineData("""{"level":"Information","outcome":"suppressed","eventId":"e","message":"Nothing was done."}""", "")]
    [InlineData("""{"level":"Warning","outcome":"postponed","eventId":"e","message":"Later."}""", "SendMail Warning Later.  e")]
    [InlineData("""{"level":"Error","outcome":"failed","error":"Down.","eventId":"e","message":"No."}""", "SendMail Error No.  Down.  e")]
    [InlineData("""{"level":"Error","outcome":"unreadable","error":"X: Not JSON.","message":"No."}""", "SendMail Error No.  X: Not JSON.")]
    public void A_line_is_shortened_and_what_is_as_it_should_be_is_left_out(string line, string shown)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;

        new FunctionLog(console).Print(new FunctionLogLine("SendMail", 1, IsError: false, line));

        Assert.Equal(shown, output.ToString().TrimEnd());
    }
}
