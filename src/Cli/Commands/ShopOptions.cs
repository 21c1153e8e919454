using Waybill.Cli.Playing;

namespace Waybill.Cli.Commands;

/// <summary>What <c>waybill up</c> was asked for.</summary>
internal sealed record ShopOptions
{
    public bool Once { get; init; }
    public IReadOnlyList<string> Orders { get; init; } = [];
    public required string Environment { get; init; }
    public string? DataFolder { get; init; }
    public bool Build { get; init; }
    public Uri? DynamoDb { get; init; }
    public string? LedgerFile { get; init; }
    public required ChaosMode Chaos { get; init; }
    public required int Port { get; init; }
}
