using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Waybill.ThirdParties;

/// <summary>What logistics and the customer directory know of orders, and the provider's contracts: a file of one change a line.</summary>
/// <remarks>A change that a method has returned from survives <c>kill -9</c>. One process a folder.</remarks>
internal sealed class Books : IDisposable
{
    private readonly ConcurrentDictionary<string, KnownOrder> _orders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Contract> _contracts = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private readonly FileStream _file;

    private Books(FileStream file) => _file = file;

    public IEnumerable<Contract> Contracts => _contracts.Values.OrderBy(contract => contract.ContractId, StringComparer.Ordinal);

    /// <summary>Opens the books of a folder, which is made when it is missing.</summary>
    /// <exception cref="IOException">Another process has them open.</exception>
    public static Books Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var books = new Books(new FileStream(
            Path.Combine(folder, "books.jsonl"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        books.Read();
        return books;
    }

    public KnownOrder? Find(string orderId) => _orders.GetValueOrDefault(orderId);

    /// <summary>Makes orders known, over what was known of them.</summary>
    public void Put(IEnumerable<KnownOrder> orders) => Write([.. orders.Select(order => new Entry(Order: order))]);

    /// <returns>False when the contract was already there, cancelled or not: it stays as it is.</returns>
    public bool Issue(string contractId, ContractTerms terms)
    {
        lock (_writing)
        {
            if (_contracts.ContainsKey(contractId))
            {
                return false;
            }

            Write([new Entry(Contract: new Contract(contractId, terms.OrderId, terms.Sku, terms.Kind, ContractState.Issued))]);
            return true;
        }
    }

    /// <returns>False when there never was such a contract.</returns>
    public bool Cancel(string contractId)
    {
        lock (_writing)
        {
            if (!_contracts.TryGetValue(contractId, out var contract))
            {
                return false;
            }

            Write([new Entry(Contract: contract with { State = ContractState.Cancelled })]);
            return true;
        }
    }

    public void Dispose() => _file.Dispose();

    private void Write(IReadOnlyList<Entry> entries)
    {
        var lines = string.Concat(entries.Select(entry => JsonSerializer.Serialize(entry, ThirdPartyJson.Default.Entry) + "\n"));
        lock (_writing)
        {
            var end = _file.Length;
            try
            {
                _file.Write(Encoding.UTF8.GetBytes(lines));
            }
            catch (IOException)
            {
                _file.SetLength(end); // Half a line would spoil the next.
                throw;
            }

            foreach (var entry in entries)
            {
                Take(entry);
            }
        }
    }

    private void Read()
    {
        var text = new byte[_file.Length];
        _file.ReadExactly(text);
        // A process killed while it wrote has promised nobody what it left unfinished.
        var end = text.AsSpan().LastIndexOf((byte)'\n') + 1;
        _file.SetLength(end);
        foreach (var line in Encoding.UTF8.GetString(text, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Take(JsonSerializer.Deserialize(line, ThirdPartyJson.Default.Entry)!);
        }
    }

    private void Take(Entry entry)
    {
        if (entry.Order is { } order)
        {
            _orders[order.OrderId] = order;
        }

        if (entry.Contract is { } contract)
        {
            _contracts[contract.ContractId] = contract;
        }
    }
}
