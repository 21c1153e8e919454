namespace Waybill.Operations.Accounts;

/// <summary>Reads lists that come a page at a time.</summary>
internal static class Pages
{
    /// <summary>No account has so many; a token that leads nowhere does not hold us for ever. Pages of logs may be empty.</summary>
    private const int Usual = 1_000;

    /// <exception cref="OperationException">There is still more after <paramref name="most"/> pages.</exception>
    public static async Task<List<T>> AllAsync<T>(Func<string?, Task<(List<T>? Items, string? Next)>> read, int most = Usual)
    {
        var all = new List<T>();
        string? token = null;
        for (var page = 0; page < most; page++)
        {
            (var items, token) = await read(token);
            all.AddRange(items ?? []);
            if (string.IsNullOrEmpty(token))
            {
                return all;
            }
        }

        throw new OperationException($"A list of the account still had more after {most} pages, at token '{token}'; it was not read on.");
    }
}
