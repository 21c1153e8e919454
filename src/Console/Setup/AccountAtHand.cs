using Waybill.Operations;
using Waybill.Operations.Accounts;

namespace Waybill.WebConsole.Setup;

/// <summary>The account, opened when it is needed first: a laptop's is not there yet when its web server starts.</summary>
internal sealed class AccountAtHand(ConsoleOptions options) : IDisposable
{
    private readonly SemaphoreSlim _opening = new(1);
    private readonly SemaphoreSlim _looking = new(1);
    private AwsAccount? _account;
    private Operator? _verbs;

    public async Task<Operator> VerbsAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _verbs) is { } known)
        {
            return known;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            _account ??= await options.OpenAsync(cancellationToken);
            Volatile.Write(ref _verbs, _verbs ?? new Operator(_account, options.Time));
            return _verbs!;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Does what looks at dead letters, one after the other: a look has them in hand, and another would not see them.</summary>
    public async Task<T> LookAsync<T>(Func<Operator, Task<T>> look, CancellationToken cancellationToken)
    {
        var verbs = await VerbsAsync(cancellationToken);
        await _looking.WaitAsync(cancellationToken);
        try
        {
            return await look(verbs);
        }
        finally
        {
            _looking.Release();
        }
    }

    public void Dispose()
    {
        _looking.Dispose();
        _account?.Dispose();
        _opening.Dispose();
    }
}
