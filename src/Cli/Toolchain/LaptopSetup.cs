using Waybill.Local;

namespace Waybill.Cli.Toolchain;

/// <summary>What a company has on a laptop beside its stacks: <c>cdk.json</c>, context <c>laptop</c>. Each part may be missing.</summary>
/// <param name="Programs">What runs beside the stacks, by name.</param>
/// <param name="Player">What plays a day.</param>
internal sealed record LaptopSetup(IReadOnlyDictionary<string, ProgramSetup> Programs, PlayerSetup? Player)
{
    private const string APath = "a path that starts with '/'";

    public const string Pointer = "/context/laptop";

    /// <summary>What the command line does itself.</summary>
    private static readonly string[] OwnWords =
        [
            "up", "play", "catalog", "new", "patterns", "status", "failures", "redrive", "replay", "pause", "resume", "trace", "explain",
            "aws",
        ];

    /// <summary>The folders of the .NET projects that have to be built.</summary>
    public IReadOnlyList<string> Projects =>
    [
        .. Programs.Values.Select(program => program.Command).Append(Player?.Command).Select(command => command?.Project).OfType<string>(),
    ];

    /// <summary>Reads it.</summary>
    /// <exception cref="UserErrorException">Something in it is wrong; the message names file, pointer and what is allowed.</exception>
    public static LaptopSetup Read(Repository repository)
    {
        var settings = Settings.Read(repository.Path("cdk.json"), Pointer);
        var setup = new LaptopSetup(
            settings.Inner("programs").Each((name, program) =>
            {
                program.Require(IsName(name), "named with small letters, digits and hyphens, and not 'dynamodb'");
                return new ProgramSetup(
                    Command(program, repository, "variables", "switches"),
                    program.Texts("variables", APath, (_, text) => text.StartsWith('/')),
                    program.Has("switches") ? program.Text("switches", APath, text => text.StartsWith('/')) : null,
                    program.Where);
            }),
            settings.Has("player") ? ReadPlayer(settings.Inner("player"), repository) : null);
        settings.NothingBut("programs", "player");
        return setup;
    }

    /// <summary>The programs as laptop mode starts them, built in a configuration.</summary>
    /// <exception cref="UserErrorException">One is not built.</exception>
    public IReadOnlyDictionary<string, LaptopProgram> ToLaptop(
        Repository repository, string configuration = "Debug") => Programs.ToDictionary(
        program => program.Key,
        program => new LaptopProgram(
            program.Value.Command.Words(repository, configuration), repository.Root, program.Value.Variables, program.Value.Where));

    private static PlayerSetup ReadPlayer(Settings player, Repository repository) => new(
        Command(player, repository, "commands"),
        player.Texts(
            "commands", $"a description, its name a word of small letters that is none of {string.Join(", ", OwnWords)}",
            (word, text) => text.Length > 0 && word.All(char.IsAsciiLetterLower) && !OwnWords.Contains(word)));

    private static ProgramCommand Command(Settings settings, Repository repository, params string[] others)
    {
        settings.NothingBut(["project", "command", .. others]);
        settings.Require(settings.Has("project") != settings.Has("command"), "an object with either \"project\" or \"command\"");
        return settings.Has("project")
            ? new ProgramCommand(
                settings.Text(
                    "project", "a folder with one .csproj",
                    folder => ProgramCommand.ProjectFiles(repository.Path(folder)).Length == 1), [])
            : new ProgramCommand(null, settings.List("command", "an executable and its arguments, strings"));
    }

    /// <summary>It names a folder beside DynamoDB's.</summary>
    private static bool IsName(string name) =>
        name.Length > 0 && name != "dynamodb" && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

/// <summary>
/// A program beside the stacks; <paramref name="Variables"/> of functions get its address and a path. Below <paramref name="Switches"/>,
/// where it has any, it says how what it plays behaves, and is told (<c>docs/console-api.md</c>).
/// </summary>
internal sealed record ProgramSetup(
    ProgramCommand Command, IReadOnlyDictionary<string, string> Variables, string? Switches, string Where);

/// <summary>
/// The program that plays a day: <c>check WORDS</c> says whether it could, <c>play WORDS</c> does, at <c>AWS_ENDPOINT_URL</c>.
/// Its <paramref name="Commands"/> are further words of the command line that are handed to it, each with a description.
/// </summary>
internal sealed record PlayerSetup(ProgramCommand Command, IReadOnlyDictionary<string, string> Commands);
