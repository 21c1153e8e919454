using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;
using Waybill.Local.Endpoints;
using Waybill.Operations;
using Waybill.Operations.Accounts;

namespace Waybill.Cli.Commands.Operating;

/// <summary>What every operators' verb has: the account it is about, <c>--json</c>, and one sentence for each way in which it cannot be
/// done.</summary>
internal sealed class Verb
{
    /// <summary>The exit code of what was done, and has not turned out well for everything.</summary>
    public const int NotAllWell = 2;

    private readonly AccountChoice _account;
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

    public Verb(string name, string description)
    {
        Command = new Command(name, description);
        _account = new AccountChoice(Command);
        Command.Options.Add(_json);
    }

    public Command Command { get; }

    public bool IsJson(ParseResult arguments) => arguments.GetValue(_json);

    public string Suffix(ParseResult arguments) => _account.Suffix(arguments);

    /// <summary>The laptop's own API; null when the verb is about an environment.</summary>
    public AdminClient? Laptop(ParseResult arguments) => _account.Laptop(arguments);

    /// <summary>What the verb does with the account; its result is the exit code.</summary>
    public Command Does(Func<Operator, ParseResult, CancellationToken, Task<int>> act)
    {
        Command.SetAction((arguments, cancellationToken) => InOneSentenceAsync(async () =>
        {
            using var account = await _account.OpenAsync(arguments, cancellationToken);
            return await act(new Operator(account, TimeProvider.System), arguments, cancellationToken);
        }));
        return Command;
    }

    /// <summary>Acts, and has what stands in the way told in one sentence.</summary>
    /// <exception cref="UserErrorException">It could not be done.</exception>
    public static async Task<int> InOneSentenceAsync(Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            throw new UserErrorException(sentence);
        }
    }

    public static void Print<T>(IAnsiConsole console, T value, JsonTypeInfo<T> type) =>
        console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(value, type));

    private static string? Sentence(Exception exception) => exception switch
    {
        OperationException => null, // Told as it is, like an error of the user's.
        LaptopAnswerException => exception.Message,
        _ => InOneSentence.Of(exception),
    };
}
