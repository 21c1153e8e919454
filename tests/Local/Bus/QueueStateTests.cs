using Waybill.Local.Bus;
using Waybill.Local.Bus.Storage;

namespace Waybill.Local.Tests.Bus;

public sealed class QueueStateTests
{
    [Fact]
    public void One_message_in_flight_does_not_keep_all_that_were_deleted_after_it()
    {
        var queue = new QueueState(TestCloud.Queue("confirmations"));
        var now = new ManualTime().GetUtcNow();
        for (var sequence = 1; sequence <= 10_000; sequence++)
        {
            queue.Add(
                new StoredMessage(sequence, TestCloud
                    .QueueArn("confirmations"), $"{sequence}", "body", MessageAttribute.None, now, now, now), now);
            var entry = queue.NextVisible()!;
            queue.PutInFlight(entry, new ReceiptHandle(1, sequence, sequence), now, TimeSpan.FromSeconds(30));
            if (sequence > 1)
            {
                queue.Remove(entry);
            }
        }

        Assert.InRange(queue.Plans, 1, 1100);
        queue.Advance(now + TimeSpan.FromSeconds(30));
        Assert.Equal("1", queue.NextVisible()!.Message.MessageId);
    }
}
