using Waybill.Local.Account.Operations;
using Waybill.Local.Tests.Bus;

namespace Waybill.Local.Tests.Account;

public sealed class DefaultBusTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("eu-central-1")]
    [InlineData("us-east-1")]
    public async Task Is_as_old_as_the_account_after_a_restart_and_after_a_change(string region)
    {
        var folder = Directory.CreateTempSubdirectory("waybill-default-").FullName;
        var time = new ManualTime();
        var began = time.GetUtcNow();
        var arn = TestCloud.Arn("events", "event-bus/default", region);
        await new TestBus(TestCloud.Model(), time, folder).DisposeAsync();
        time.Advance(TimeSpan.FromDays(1));

        await using (var bus = new TestBus(TestCloud.Model(), time, folder))
        {
            var untouched = BusOperations.Get(bus.Account.Now, arn);
            await bus.Account.ChangeAsync(change => BusOperations.Update(change, untouched with { Description = "ours" }), Cancelled);

            var changed = BusOperations.Get(bus.Account.Now, arn);
            Assert.Equal((began, began), (untouched.CreatedAt, untouched.ModifiedAt));
            Assert.Equal((began, began.AddDays(1)), (changed.CreatedAt, changed.ModifiedAt));
        }

        Directory.Delete(folder, recursive: true);
    }
}
