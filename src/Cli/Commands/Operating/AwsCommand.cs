using System.CommandLine;

namespace Waybill.Cli.Commands.Operating;

/// <summary><c>waybill aws …</c>: the AWS CLI that is installed, talking to the laptop and to nobody else.</summary>
internal static class AwsCommand
{
    /// <summary>What would lead elsewhere.</summary>
    private static readonly string[] Refused = ["--endpoint-url", "--profile"];

    public static Command Create()
    {
        var port = Arguments.Port();
        // The CLI's own help, not this program's.
        var help = new Option<bool>("--help", "-h", "-?") { Description = "Show the AWS CLI's help." };
        var command = new Command("aws", "Run the AWS CLI that is installed, version 1 or 2, against the laptop: aws sqs list-queues.")
        {
            port, help,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((arguments, cancellationToken) => Verb.InOneSentenceAsync(async () =>
        {
            IReadOnlyList<string> words = [.. arguments.UnmatchedTokens, .. arguments.GetValue(help) ? ["help"] : Array.Empty<string>()];
            RefuseElsewhere(words);
            var access = await LaptopAtHand.AccessAsync(arguments.GetValue(port), cancellationToken);
            return await new AwsCli(access).RunAsync(words, cancellationToken);
        }));
        return command;
    }

    /// <summary>The CLI takes any beginning of an option's name for the option, if no other begins so.</summary>
    private static void RefuseElsewhere(IEnumerable<string> words)
    {
        const int Shortest = 4;
        foreach (var word in words.Select(word => word.Split('=')[0]).Where(word => word.Length >= Shortest))
        {
            if (Refused.FirstOrDefault(refused => refused.StartsWith(word, StringComparison.Ordinal)) is { } refused)
            {
                throw new UserErrorException($"'{word}' would lead elsewhere ({refused}): './waybill aws' talks to the laptop only.");
            }
        }
    }
}
