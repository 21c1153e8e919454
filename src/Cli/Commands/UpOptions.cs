namespace Waybill.Cli.Commands;

/// <summary>What <c>waybill up</c> was asked for.</summary>
internal sealed record UpOptions
{
    public required bool Once { get; init; }
    public required string Environment { get; init; }
    public required string? DataFolder { get; init; }
    public required bool Build { get; init; }
    public required bool AllowReplacement { get; init; }
    public required bool Play { get; init; }
    public required bool Watch { get; init; }
    public required bool StrictAuth { get; init; }

    /// <summary>The consumer that a debugger is to be attached to; null for none.</summary>
    public required string? Debug { get; init; }

    /// <summary>How many times as fast the account's clock runs.</summary>
    public required double TimeScale { get; init; }

    /// <summary>Bytes that all archives keep.</summary>
    public required long ArchiveLimit { get; init; }
    public required Uri? DynamoDb { get; init; }
    public required int Port { get; init; }

    /// <summary>OpenTelemetry's variables in the environment of the command.</summary>
    public required IReadOnlyDictionary<string, string> OpenTelemetry { get; init; }

    /// <summary>What the platform does not know is for the player.</summary>
    public required IReadOnlyList<string> Words { get; init; }
}
