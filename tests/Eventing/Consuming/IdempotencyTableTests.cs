using System.Globalization;
using Waybill.Eventing.Consuming;
using Waybill.Tests.Support;

namespace Waybill.Eventing.Tests.Consuming;

public sealed class IdempotencyTableTests(Dynalite dynalite) : IClassFixture<Dynalite>
{
    private static readonly InboxOptions Options = new(TimeSpan.FromDays(30)) { WaitForAnotherHolder = TimeSpan.Zero };

    private readonly HandTime _time = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_many_that_claim_at_once_one_is_granted()
    {
        var (table, _) = await CreateAsync();

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ClaimAsync(table)));

        Assert.Single(claims, claim => claim.Outcome == ClaimOutcome.Granted);
        Assert.Equal(19, claims.Count(claim => claim.Outcome == ClaimOutcome.HeldByAnother));
    }

    [Fact]
    public async Task A_holder_whose_lease_ended_cannot_touch_its_successors_claim()
    {
        var (table, _) = await CreateAsync();
        var late = await ClaimAsync(table);
        _time.Advance(TimeSpan.FromMinutes(2));
        var successor = await ClaimAsync(table);

        await table.ReleaseAsync(late, Ending);
        var lost = await Assert.ThrowsAsync<ClaimLostException>(() => table.CompleteAsync(late, Ending));

        Assert.Equal(ClaimOutcome.Granted, successor.Outcome);
        Assert.Equal(ClaimOutcome.HeldByAnother, (await ClaimAsync(table)).Outcome);
        Assert.Contains("'SendMail#1'", lost.Message, StringComparison.Ordinal);
        await table.CompleteAsync(successor, Ending);
        Assert.Equal(ClaimOutcome.AlreadyDone, (await ClaimAsync(table)).Outcome);
    }

    [Fact]
    public async Task What_is_done_cannot_be_released()
    {
        var (table, _) = await CreateAsync();
        var claim = await ClaimAsync(table);
        await table.CompleteAsync(claim, Ending);

        await table.ReleaseAsync(claim, Ending);

        Assert.Equal(ClaimOutcome.AlreadyDone, (await ClaimAsync(table)).Outcome);
    }

    [Fact]
    public async Task What_is_done_is_remembered_for_the_retention_counted_from_then_on()
    {
        var (table, name) = await CreateAsync();
        var claim = await ClaimAsync(table);
        _time.Advance(TimeSpan.FromSeconds(20));

        await table.CompleteAsync(claim, Ending);

        var record = (await dynalite.Client.GetItemAsync(name, new() { ["id"] = new("SendMail#1") }, Ending)).Item;
        var expiresAt = (_time.GetUtcNow() + TimeSpan.FromDays(30)).ToUnixTimeSeconds();
        Assert.Equal(expiresAt.ToString(CultureInfo.InvariantCulture), record["expiresAt"].N);
    }

    private async Task<(IdempotencyTable Table, string Name)> CreateAsync()
    {
        var name = await dynalite.CreateTableAsync("id");
        return (new IdempotencyTable(dynalite.Client, name, Options, _time), name);
    }

    private Task<Claim> ClaimAsync(IdempotencyTable table) =>
        table.ClaimAsync("SendMail#1", _time.GetUtcNow() + TimeSpan.FromMinutes(1), Ending);
}
