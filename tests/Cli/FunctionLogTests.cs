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
    public void A_line_is_shortened_and_what_is_as_it_should_be_is_left_out(string line, string shown) =>
        Assert.Equal(shown, Shown(line));

    [Fact]
    public void What_a_handler_throws_is_told_with_the_teams_own_frames_its_causes_the_call_that_failed_and_the_next_attempt()
    {
        const string Stack = @"   at System.Net.Http.HttpClient.Send()\n"
            + @"   at Team.Mails.Send(String to) in /waybill/functions/Team/Mails.cs:line 7\n"
            + "   at Waybill.Eventing.Consuming.Inbox.Handle()";
        const string Line = $$"""
            {"level":"Error","outcome":"failed","messageId":"m-1","attempt":2,"tookMs":1500,"eventId":"e-1","eventType":"Placed.v1",
            "idempotencyKey":"SendMail#1","message":"It stays.","error":"System.InvalidOperationException: No [template].",
            "calls":["directory: GET http://127.0.0.1:1/a answered 500"],
            "causes":["System.Net.Sockets.SocketException (ConnectionRefused) at System.Net.Sockets.Socket.Connect()"],
            "stackTrace":"{{Stack}}"}
            """;

        Assert.Equal(
            """
            SendMail Error It stays.
                System.InvalidOperationException: No [template].
                  at Team.Mails.Send(…) in functions/Team/Mails.cs:7
                  … and 2 more, of .NET and the platform above all
                caused by System.Net.Sockets.SocketException (ConnectionRefused) at System.Net.Sockets.Socket.Connect()
                failed call: directory: GET http://127.0.0.1:1/a answered 500
                eventType Placed.v1  eventId e-1  messageId m-1  idempotencyKey SendMail#1
                attempt 2 of 5, again in 119 s
            """.ReplaceLineEndings("\n"),
            Shown(Line, new Retry(TimeSpan.FromSeconds(120), 5)));
    }

    [Theory]
    [InlineData(5, 5, "attempt 5 of 5, the last: it becomes a dead letter")]
    [InlineData(7, null, "attempt 7, again in 30 s")]
    public void The_last_attempt_is_called_so(int attempt, int? most, string said) => Assert.EndsWith(
        said,
        Shown(
            $$"""{"level":"Error","outcome":"unreadable","attempt":{{attempt}},"error":"X: Not JSON.","message":"No."}""",
            new Retry(TimeSpan.FromSeconds(30), most)),
        StringComparison.Ordinal);

    private static string Shown(string line, Retry? retry = null)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;
        new FunctionLog(console, _ => retry).Print(new FunctionLogLine("SendMail", 1, IsError: false, line));
        return output.ToString().TrimEnd().ReplaceLineEndings("\n");
    }
}
