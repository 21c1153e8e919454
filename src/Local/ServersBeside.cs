using System.Diagnostics;
using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Waybill.Local.Dynamo;
using Waybill.Local.Functions;
using Waybill.Local.Machine;

namespace Waybill.Local;

/// <summary>The processes beside the functions: DynamoDB, and the company's own programs.</summary>
internal sealed class ServersBeside
{
    private readonly Dictionary<string, ServerProcess> _programs;
    private readonly DynaliteServer? _dynalite;

    private ServersBeside(Dictionary<string, ServerProcess> programs, DynaliteServer? dynalite, Uri dynamoDb)
    {
        (_programs, _dynalite, DynamoDb) = (programs, dynalite, dynamoDb);
        Addresses = programs.ToDictionary(program => program.Key, program => program.Value.Address, StringComparer.Ordinal);
    }

    /// <summary>Where the programs are, by name.</summary>
    public IReadOnlyDictionary<string, Uri> Addresses { get; }

    public Uri DynamoDb { get; }

    public IEnumerable<int> ProgramIds => _programs.Values.Select(program => program.ProcessId);

    /// <summary>DynamoDB's process; null when it runs elsewhere.</summary>
    public int? DynamoDbId => _dynalite?.ProcessId;

    /// <summary>Starts them; DynamoDB answers when this returns, the programs may need longer.</summary>
    /// <exception cref="DynamoDbStartException">DynamoDB could not be started.</exception>
    /// <exception cref="ServerStartException">A program could not be started.</exception>
    public static async Task<ServersBeside> StartAsync(LaptopOptions options, Ending ending, CancellationToken cancellationToken)
    {
        var programs = options.Programs.ToDictionary(
            program => program.Key, program => ending.Add(Start(options, program.Key, program.Value)), StringComparer.Ordinal);
        if (options.DynamoDbEndpoint is { } elsewhere)
        {
            return new ServersBeside(programs, null, elsewhere);
        }

        var dynalite = ending.Add(await DynaliteServer.StartAsync(
            options.NodeFolder, Path.Combine(options.DataFolder, "dynamodb"), options.OnWarning, cancellationToken));
        return new ServersBeside(programs, dynalite, dynalite.Endpoint);
    }

    public AmazonDynamoDBClient DynamoDbIn(string region) => new(
        new BasicAWSCredentials("local", "local"),
        new AmazonDynamoDBConfig { ServiceURL = DynamoDb.ToString(), AuthenticationRegion = region });

    /// <summary>Completes when every program answers.</summary>
    public Task AnsweringAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_programs.Values.Select(program => program.AnsweringAsync(cancellationToken)));

    private static ServerProcess Start(LaptopOptions options, string name, LaptopProgram program)
    {
        OwnFiles.MakeFolder(Path.Combine(options.DataFolder, name));
        return new ServerProcess(
            $"The program '{name}' ({program.Where})",
            port => new ProcessStartInfo(program.Command[0], program.Command.Skip(1))
            {
                WorkingDirectory = program.Folder,
                Environment =
                {
                    ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
                    ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
                    ["DATA_FOLDER"] = Path.Combine(options.DataFolder, name),
                },
            },
            (line, isError) => options.OnFunctionLine(new FunctionLogLine(name, 0, isError, line)), options.OnWarning);
    }
}
