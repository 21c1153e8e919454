using System.Globalization;
using CsvHelper;

namespace Waybill.Player.Retail;

/// <summary>A row that could not be read; the rest of the file is played.</summary>
internal sealed record MalformedRow(string File, long Line, string Reason)
{
    public override string ToString() => $"{File}:{Line}: {Reason}";
}

/// <summary>The invoices of a set of files, in the order in which they are played.</summary>
internal sealed record RetailDays(IReadOnlyList<Invoice> Invoices, IReadOnlyList<MalformedRow> MalformedRows);

/// <summary>Reads files in the format of the UCI Online Retail data set (doi 10.24432/C5BW33).</summary>
internal static class RetailCsv
{
    private const int LongestField = 1_000;

    /// <summary>Far above any real row, and small enough that a file of such rows still adds up.</summary>
    private const int LargestNumber = 1_000_000;

    /// <summary>The data set's own form, and the one that most public copies of it have, month first.</summary>
    private static readonly string[] DateForms = ["yyyy-MM-dd HH:mm:ss", "M/d/yyyy H:mm"];

    private static readonly string[] Columns =
        ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"];

    /// <summary>Reads every file; invoices come in order of the date of their first row, then in file order.</summary>
    /// <exception cref="UserErrorException">A file is missing, its header is not Online Retail's, or it has no good row.</exception>
    public static RetailDays Read(IEnumerable<string> files)
    {
        var invoices = new Dictionary<string, InvoiceDraft>(StringComparer.Ordinal);
        var malformed = new List<MalformedRow>();
        foreach (var file in files)
        {
            ReadFile(file, invoices, malformed);
        }

        return new RetailDays([.. invoices.Values.OrderBy(draft => draft.Date).Select(draft => draft.ToInvoice())], malformed);
    }

    private static void ReadFile(string file, Dictionary<string, InvoiceDraft> invoices, List<MalformedRow> malformed)
    {
        if (!File.Exists(file))
        {
            throw new UserErrorException($"There is no file '{file}'.");
        }

        string? badData = null;
        using var csv = CsvReader.FromFile(file, new CsvReaderOptions
        {
            Separator = ',',
            TrackLineNumbers = true,
            // Ends a file that never closes a quote; a row that is merely too long is reported below.
            MaxRecordSize = LongestField * 1_000,
            // Any other stray quote is part of its field, as in 24" WHEEL.
            OnMalformedRecord = row => badData = row.Reason == CsvMalformedReason.UnterminatedQuote ? "a quote is never closed" : null,
        });
        RequireHeader(file, csv);
        var (rows, first) = (0, malformed.Count);
        while (Next(file, csv))
        {
            rows++;
            var reason = badData ?? Add(csv, invoices);
            badData = null;
            if (reason is not null)
            {
                malformed.Add(new MalformedRow(file, csv.LineNumber, reason));
            }
        }

        if (malformed.Count - first == rows)
        {
            throw new UserErrorException(rows == 0
                ? $"'{file}' has no rows below its header."
                : $"None of the {rows} rows of '{file}' can be read. The first: {malformed[first]}");
        }
    }

    private static bool Next(string file, CsvReader csv)
    {
        try
        {
            return csv.Read();
        }
        catch (CsvFormatException tooLong)
        {
            throw new UserErrorException($"{file}:{tooLong.LineNumber}: a field does not end; is a quote never closed?");
        }
    }

    private static void RequireHeader(string file, CsvReader csv)
    {
        if (!csv.Headers.SequenceEqual(Columns, StringComparer.Ordinal))
        {
            throw new UserErrorException(
                $"'{file}' is not an Online Retail file: its first line is '{Shorten(string.Join(',', csv.Headers))}', "
                + $"expected '{string.Join(',', Columns)}'.");
        }
    }

    /// <summary>Adds one row, or says why it cannot be.</summary>
    private static string? Add(CsvReader csv, Dictionary<string, InvoiceDraft> invoices)
    {
        if (csv.FieldCount != Columns.Length)
        {
            return $"{csv.FieldCount} fields, expected {Columns.Length}";
        }

        var (number, code, customer) = (Field(csv, 0), Field(csv, 1), Field(csv, 6));
        if (!IsToken(number))
        {
            return $"InvoiceNo is '{Shorten(number)}', expected letters and digits";
        }

        if (!IsToken(code.Replace(" ", "", StringComparison.Ordinal)))
        {
            return $"StockCode is '{Shorten(code)}', expected letters and digits";
        }

        if (!int.TryParse(csv.GetString(3), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var quantity)
            || quantity is < -LargestNumber or > LargestNumber)
        {
            return $"Quantity is '{Shorten(csv.GetString(3))}', expected a whole number up to {LargestNumber}";
        }

        if (!DateTime.TryParseExact(csv.GetString(4), DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return $"InvoiceDate is '{Shorten(csv.GetString(4))}', expected {string.Join(" or ", DateForms)}";
        }

        const NumberStyles Amount = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(csv.GetString(5), Amount, CultureInfo.InvariantCulture, out var price)
            || price is < -LargestNumber or > LargestNumber)
        {
            return $"UnitPrice is '{Shorten(csv.GetString(5))}', expected a number up to {LargestNumber}";
        }

        if (customer.Length > 0 && !IsToken(customer))
        {
            return $"CustomerID is '{Shorten(customer)}', expected letters and digits, or nothing";
        }

        if (Field(csv, 2).Length > LongestField)
        {
            return $"Description is longer than {LongestField} characters";
        }

        if (!invoices.TryGetValue(number, out var draft))
        {
            invoices.Add(number, draft = new InvoiceDraft(number, date, customer.Length == 0 ? null : CustomerId(customer)));
        }

        draft.Lines.Add(new InvoiceLine(code, quantity, price));
        return null;
    }

    private static string Field(CsvReader csv, int index) => csv.GetString(index).Trim();

    /// <summary>The data set writes customer ids as floating point numbers, <c>17850.0</c>.</summary>
    private static string CustomerId(string text) => text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;

    private static bool IsToken(string text) =>
        text.Length is > 0 and <= 50 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static string Shorten(string? text) => text is null ? "" : text.Length <= 80 ? text : text[..80] + "…";

    private sealed record InvoiceDraft(string Number, DateTime Date, string? CustomerId)
    {
        public List<InvoiceLine> Lines { get; } = [];

        public Invoice ToInvoice() => new(Number, Date, CustomerId, Lines);
    }
}
