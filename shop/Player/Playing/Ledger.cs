using System.Text.Json;
using System.Text.Json.Serialization;

namespace Waybill.Player.Playing;

/// <summary>What was played, and what came of it. The effects are those of the played orders, whenever they took place.</summary>
internal sealed record Ledger
{
    public required int Orders { get; init; }
    public required int Returns { get; init; }
    public required int UnmatchedReturns { get; init; }
    public required int GuestOrders { get; init; }
    public required int Adjustments { get; init; }
    public required int MalformedRows { get; init; }
    public int MailsSent { get; init; }
    public int OtherMails { get; init; }
    public int ContractsIssued { get; init; }
    public int ContractsCancelled { get; init; }
    public int ContractsOpen { get; init; }
    public int Reorders { get; init; }
    public int DeadLetters { get; init; }
    public long DuplicatesSuppressed { get; init; }
    public long EventsPublished { get; init; }
    public long EventsDelivered { get; init; }
    public double Seconds { get; init; }

    public void WriteTo(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, LedgerJson.Indented.Ledger) + "\n");

    /// <summary>The entries as pairs of name and value, in the order in which they are printed.</summary>
    public IEnumerable<(string Name, string Value)> Entries() => JsonSerializer.SerializeToElement(this, LedgerJson.Indented.Ledger)
        .EnumerateObject().Select(entry => (entry.Name, entry.Value.GetRawText()));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Ledger))]
internal sealed partial class LedgerJson : JsonSerializerContext
{
    public static LedgerJson Indented => Default;
}
