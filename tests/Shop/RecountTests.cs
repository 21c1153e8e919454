using System.Globalization;
using Waybill.Player.Playing;

namespace Waybill.Shop.Tests;

/// <summary>Real orders, recounted from the file by code that shares nothing with what plays them.</summary>
public sealed class RecountTests(Templates templates)
{
    [Fact]
    public async Task A_real_day_gives_the_ledger_that_the_file_says()
    {
        var file = Path.Combine(Cli.Toolchain.Repository.Find().Root, "..", "shared", "data", "online-retail", "2010-12-22.csv");
        Assert.SkipUnless(
            File.Exists(file), "The Online Retail files are not part of the repository; the sample day covers the same paths.");
        await using var shop = await RunningShop.OpenAsync(templates);

        var ledger = await shop.PlayAsync(ShopDay.Read([file]));

        var recount = Recount(File.ReadAllLines(file).Skip(1));
        Assert.Equal(
            recount,
            new Dictionary<string, int>
            {
                ["orders"] = ledger.Orders,
                ["returns"] = ledger.Returns,
                ["unmatchedReturns"] = ledger.UnmatchedReturns,
                ["guestOrders"] = ledger.GuestOrders,
                ["adjustments"] = ledger.Adjustments,
                ["contractsIssued"] = ledger.ContractsIssued,
                ["contractsCancelled"] = ledger.ContractsCancelled,
                ["mailsSent"] = ledger.MailsSent,
                ["reorders"] = ledger.Reorders,
            });
        Assert.Equal(0, ledger.DeadLetters);
    }

    /// <summary>The rules of the shop/README.md written down once more in the plainest way.</summary>
    private static Dictionary<string, int> Recount(IEnumerable<string> lines)
    {
        string[] names =
        [
            "orders", "returns", "unmatchedReturns", "guestOrders", "adjustments", "contractsIssued", "contractsCancelled", "mailsSent",
            "reorders",
        ];
        var count = names.ToDictionary(name => name, _ => 0, StringComparer.Ordinal);
        var invoices = lines.Select(Fields).GroupBy(row => row[0], StringComparer.Ordinal)
            .OrderBy(invoice => invoice.First()[4], StringComparer.Ordinal).ToList();
        var past = new List<(string Number, string Customer, HashSet<string> Codes, int Warranties)>();
        var ended = new HashSet<string>(StringComparer.Ordinal);
        var demand = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var invoice in invoices)
        {
            var customer = invoice.First()[6];
            var products = invoice.Where(row => row[1].Length >= 5 && row[1].Take(5).All(char.IsAsciiDigit)).ToList();
            var codes = products.Select(row => row[1]).ToHashSet(StringComparer.Ordinal);
            if (invoice.Key[0] == 'C')
            {
                var taken = codes
                    .Select(code => past.LastOrDefault(
                        order => customer.Length > 0 && order.Customer == customer && order.Codes.Contains(code)).Number)
                    .Where(number => number is not null).Distinct(StringComparer.Ordinal).ToList();
                count["returns"] += taken.Count;
                count["unmatchedReturns"] += taken.Count == 0 ? 1 : 0;
                ended.UnionWith(taken);
            }
            else if (invoice.Any(row => Quantity(row) > 0 && Price(row) > 0))
            {
                var warranties = products.Where(row => Price(row) >= 10).Select(row => row[1]).Distinct(StringComparer.Ordinal).Count();
                past.Add((invoice.Key, customer, codes, warranties));
                foreach (var row in products.Where(row => Quantity(row) > 0))
                {
                    demand[row[1]] = demand.GetValueOrDefault(row[1]) + Quantity(row);
                }
            }
            else
            {
                count["adjustments"]++;
            }
        }

        foreach (var (number, customer, _, warranties) in past)
        {
            count["orders"]++;
            count["guestOrders"] += customer.Length == 0 ? 1 : 0;
            count["contractsIssued"] += warranties;
            count["contractsCancelled"] += ended.Contains(number) ? warranties : 0;
            count["mailsSent"] += customer.Length == 0 ? 0 : 1 + warranties + (ended.Contains(number) ? warranties : 0);
        }

        foreach (var sold in demand.Values)
        {
            for (var onHand = 500 - sold; onHand < 100; onHand += 500)
            {
                count["reorders"]++;
            }
        }

        return count;
    }

    private static int Quantity(string[] row) => int.Parse(row[3], CultureInfo.InvariantCulture);

    private static decimal Price(string[] row) => decimal.Parse(row[5], CultureInfo.InvariantCulture);

    /// <summary>Splits at commas outside quotes.</summary>
    private static string[] Fields(string line)
    {
        var quoted = false;
        return string.Concat(line.Select(c => (quoted ^= c == '"') || c != ',' ? c : '\n')).Split('\n');
    }
}
